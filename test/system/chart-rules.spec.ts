import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { renderChart } from '../../scripts/chart/render.js';
import { checkTexts } from '../../scripts/manifests/check.js';
import { RULE_CASES } from '../support/chart/monitoring.js';
import { rendered, valueAt } from '../support/rendered-chart.js';

type Fields = Record<string, unknown>;
type Rules = { record?: string; expr: string | number; annotations?: Record<string, string> }[];
type Groups = { name: string; rules: Rules }[];

const RULES = 'deploy/monitoring/rules';
const [changed] = RULE_CASES;

describe('the rules of Prometheus in the chart', () => {
  const groups = (places: Fields) => valueAt(places, 'PrometheusRule spec groups') as Groups;

  it('are those of deploy/monitoring as they are', () => {
    const original = readdirSync(RULES)
      .filter((file) => file.endsWith('.rules.yaml'))
      .sort()
      .flatMap((file) => (parse(readFileSync(`${RULES}/${file}`, 'utf8')) as { groups: Groups }).groups)
      // The operator takes a text or a whole number, and Prometheus any number.
      .map((group) => ({
        ...group,
        rules: group.rules.map((rule) => ({ ...rule, expr: String(rule.expr) })),
      }));
    expect(groups(rendered({ metrics: { prometheusRule: { enabled: true } } }).places)).toEqual(original);
  });

  it('have the objectives and the runbook that the values name', async () => {
    const { places, text } = rendered(changed!.values);
    expect(valueAt(places, 'PrometheusRule metadata labels role')).toBe('alerts');
    const rules = groups(places).flatMap((group) => group.rules);
    const objective = rules.find(({ record }) => record === 'tetrapod:availability_objective:ratio');
    expect(objective?.expr).toBe('0.99');
    const runbooks = rules.flatMap(({ annotations }) => annotations?.runbook_url ?? []);
    expect(runbooks.length).toBeGreaterThan(5);
    expect(runbooks.filter((url) => !url.startsWith('https://wiki.example.org/tetrapod#tetrapod'))).toEqual(
      [],
    );
    expect((await checkTexts(new Map([['rules', text]]))).findings).toEqual([]);
  });

  it('have no objective that nobody reads', () => {
    const values = { metrics: { prometheusRule: { enabled: true, objectives: { x: 1 } } } };
    expect(() => renderChart(values)).toThrow(
      /objectives: expected one of tetrapod:availability_objective:ratio, .*received x/,
    );
  });
});
