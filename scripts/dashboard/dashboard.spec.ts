import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dashboard } from './dashboard.js';

interface Placed {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  fieldConfig?: { defaults: { unit: string } };
  targets?: { refId: string; expr: string; legendFormat: string }[];
}
const { panels } = dashboard() as { panels: Placed[] };
const drawn = panels.filter(({ type }) => type !== 'row');

describe('the dashboard', () => {
  it('is what deploy/monitoring/grafana/tetrapod.json has (npm run dashboard:write writes it)', () => {
    const file = new URL('../../deploy/monitoring/grafana/tetrapod.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(dashboard());
  });

  it('has no two panels in one place, and none beyond the edge', () => {
    const taken = new Set<string>();
    for (const { title, gridPos } of panels) {
      expect({ title, fits: gridPos.x >= 0 && gridPos.x + gridPos.w <= 24 }).toEqual({ title, fits: true });
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect({ title, isTaken: taken.has(`${x} ${y}`) }).toEqual({ title, isTaken: false });
          taken.add(`${x} ${y}`);
        }
      }
    }
  });

  it('says of every panel what it shows, in which unit, and what each curve is', () => {
    expect(drawn.length).toBeGreaterThan(30);
    for (const { title, description, fieldConfig, targets = [] } of drawn) {
      const curves = targets.map(({ legendFormat }) => legendFormat.trim() !== '');
      expect({
        title,
        isSaid: Boolean(description?.endsWith('.') && fieldConfig!.defaults.unit),
        curves,
      }).toEqual({ title, isSaid: true, curves: targets.map(() => true) });
    }
  });

  it('gives panels of one name one place: the runbook names them', () => {
    const titles = drawn.map(({ title }) => title);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('looks at the chosen data source and replicas alone', () => {
    for (const { title, targets = [] } of drawn) {
      for (const { expr } of targets) {
        expect({ title, expr, isChosen: expr.includes('job=~"$job"') }).toMatchObject({ isChosen: true });
      }
    }
  });
});
