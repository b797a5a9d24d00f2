import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './server-process.js';

export interface AlertRule {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
export interface RecordingRule {
  record: string;
  expr: string;
}
export type Rule = AlertRule | RecordingRule;
export interface RuleFile {
  groups: { name: string; interval: string; rules: Rule[] }[];
}
/** A case of `promtool test rules`: what an alert has to be at a time. */
export interface AlertCase {
  alertname: string;
  eval_time: string;
  exp_alerts: { exp_labels: Record<string, string> }[];
}

export const MONITORING = join(ROOT, 'deploy/monitoring');

const filesOf = (folder: string, ending: string) =>
  readdirSync(join(MONITORING, folder))
    .filter((name) => name.endsWith(ending))
    .sort();

export const ruleFiles = filesOf('rules', '.rules.yaml');
export const ruleTests = filesOf('tests', '.test.yaml');

export const readRules = (file: string) =>
  parse(readFileSync(join(MONITORING, 'rules', file), 'utf8')) as RuleFile;

const rules: Rule[] = ruleFiles.flatMap((file) => readRules(file).groups.flatMap((group) => group.rules));
export const alerts = rules.filter((rule): rule is AlertRule => 'alert' in rule);
export const records = rules.filter((rule): rule is RecordingRule => 'record' in rule);

export const alertCases: AlertCase[] = ruleTests.flatMap((file) => {
  const { tests } = parse(readFileSync(join(MONITORING, 'tests', file), 'utf8')) as {
    tests: { alert_rule_test?: AlertCase[] }[];
  };
  return tests.flatMap((test) => test.alert_rule_test ?? []);
});

/** Names of metrics and of recorded series that PromQL names. */
export function namesIn(promql: string): string[] {
  return promql.match(/\b(tetrapod|process|nodejs)[_:][a-z0-9_:]+/gi) ?? [];
}
