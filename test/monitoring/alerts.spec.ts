import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '../../src/errors.js';
import { alertCases, alerts, MONITORING, readRules, records } from '../support/alert-rules.js';
import { ROOT } from '../support/server-process.js';

const RUNBOOK = 'https://github.com/OWNER/tetrapod/blob/main/docs/operations.md#';
const names = alerts.map(({ alert }) => alert);

describe('the alerts of deploy/monitoring', () => {
  it('have each a name of its own', () => {
    expect(names.length).toBeGreaterThan(15);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(alerts)('$alert says how urgent it is, what it means and where to read on', (rule) => {
    const { alert, labels, annotations } = rule;
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(Object.keys(annotations).sort()).toEqual(['description', 'runbook_url', 'summary']);
    expect(annotations.runbook_url).toBe(`${RUNBOOK}${alert.toLowerCase()}`);
  });

  it('have each a section in docs/operations.md, in their order, and there are no others', () => {
    const text = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const section = /^## Alerts\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text)![1]!;
    const headings = [...section.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading!);
    expect(headings.sort()).toEqual([...names].sort());
  });

  it.each(names)('docs/operations.md says of %s what it means, what to look at and what to do', (name) => {
    const text = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const section = text.split(`### ${name}\n`)[1]!.split(/^##/m)[0]!;
    const parts = [...section.matchAll(/^\*\*(.+?)\.\*\* \S/gm)].map(([, part]) => part);
    expect(parts).toEqual(['Meaning', 'Look at', 'Do']);
  });

  it('send the reader of the runbook to panels that the dashboard has', () => {
    const text = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const { panels } = JSON.parse(readFileSync(join(MONITORING, 'grafana/tetrapod.json'), 'utf8')) as {
      panels: { title: string }[];
    };
    const titles = panels.map(({ title }) => title);
    const lookedAt = text
      .split('## Alerts\n')[1]!
      .split(/^## /m)[0]!
      .split('### ')
      .slice(1)
      .flatMap((section) => [
        .../\*\*Look at\.\*\*([\s\S]*?)\*\*Do\.\*\*/.exec(section)![1]!.matchAll(/(?<!\w)_([^_]+)_(?!\w)/g),
      ])
      .map(([, title]) => title!)
      .filter((title) => title !== 'Targets');
    expect(lookedAt.length).toBeGreaterThan(25);
    expect(lookedAt.filter((title) => !titles.includes(title))).toEqual([]);
  });

  it.each(names)('%s is proved to fire, and to stay silent', (name) => {
    const cases = alertCases.filter(({ alertname }) => alertname === name);
    expect(cases.filter(({ exp_alerts }) => exp_alerts.length > 0).length).toBeGreaterThan(0);
    expect(cases.filter(({ exp_alerts }) => exp_alerts.length === 0).length).toBeGreaterThan(0);
  });

  it('count a picture as failed by all codes whose status is 5xx, and no others', () => {
    const { expr } = records.find(({ record }) => record === 'tetrapod:pictures_failed:ratio5m')!;
    const codes = /code=~"([^"]+)"/.exec(expr)![1]!.split('|');
    const serverSide = Object.entries(PROBLEMS).filter(([, { status }]) => status >= 500);
    expect(codes.sort()).toEqual(serverSide.map(([code]) => code).sort());
  });

  it('are measured by the objectives that docs/monitoring.md lists', () => {
    const text = readFileSync(join(ROOT, 'docs/monitoring.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `(tetrapod:\w+:\w+)` +\| `([\d.]+)` /gm)];
    const objectives = readRules('objectives.rules.yaml').groups.flatMap((group) => group.rules);
    expect(listed.map(([, record, expr]) => ({ record, expr }))).toEqual(objectives);
  });

  it('name no recorded series that is not recorded', () => {
    const recorded = new Set(records.map(({ record }) => record));
    const used = [...alerts, ...records].flatMap(({ expr }) => expr.match(/\btetrapod:[\w:]+/g) ?? []);
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((name) => !recorded.has(name))).toEqual([]);
  });
});
