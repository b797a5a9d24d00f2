import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { configSchema, FROM_SECRETS, readInShort } from '../chart/config-schema.js';
import { plainManifests } from '../chart/plain-manifests.js';
import { CHART, renderChart } from '../chart/render.js';
import type { Finding } from './manifest.js';

const BASE = 'deploy/kubernetes/base';
export const SCHEMA = `${CHART}/values.schema.json`;
/** Where the rules are written, and where Helm can read them: it sees nothing outside of the chart. */
const RULES = { from: 'deploy/monitoring/rules', to: `${CHART}/files/rules` };

/** A file that is made of others; undefined: it has to go. */
export type Generated = Map<string, string | undefined>;

/** What of it needs nothing but Node: the part of the values' schema that follows AppConfig, and the copies of the rules. */
export async function generatedInChart(): Promise<Generated> {
  return new Map([...(await formatted(new Map([[SCHEMA, valuesSchema()]]))), ...copiesOfRules()]);
}

/** The plain manifests: they need Helm. */
export async function generatedByHelm(): Promise<Generated> {
  const values = parse(readFileSync('deploy/helm/plain-manifests.values.yaml', 'utf8')) as object;
  const rendered = plainManifests(renderChart(values, { skipTests: true }));
  const files: Generated = new Map(readdirSync(BASE).map((file) => [`${BASE}/${file}`, undefined]));
  for (const [file, text] of rendered) files.set(`${BASE}/${file}`, text);
  return formatted(files);
}

function valuesSchema(): string {
  const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as {
    properties: Record<string, { properties: unknown }>;
  };
  schema.properties.config!.properties = configSchema(
    readInShort(readFileSync('docs/configuration.md', 'utf8')),
  );
  schema.properties.configFromSecrets!.properties = Object.fromEntries(
    FROM_SECRETS.map((name) => [name, { $ref: '#/$defs/secretKey' }]),
  );
  return JSON.stringify(schema);
}

function copiesOfRules(): Generated {
  const files: Generated = new Map(rulesIn(RULES.to).map((file) => [file, undefined]));
  for (const file of rulesIn(RULES.from))
    files.set(`${RULES.to}/${basename(file)}`, readFileSync(file, 'utf8'));
  return files;
}

function rulesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.rules.yaml'))
    .map((file) => `${folder}/${file}`);
}

/** What differs from what it is made of, each file with the remedy. */
export function stale(files: Generated): Finding[] {
  return [...files]
    .filter(([file, text]) => text !== (existsSync(file) ? readFileSync(file, 'utf8') : undefined))
    .map(([file, text]) => ({
      file,
      object: 'the file',
      expected: text === undefined ? 'no such file' : 'what npm run manifests:write writes',
      found: existsSync(file) ? 'something else' : 'no such file',
    }));
}

async function formatted(files: Generated): Promise<Generated> {
  const results: Generated = new Map();
  for (const [file, text] of files) {
    results.set(
      file,
      text === undefined ? undefined : await format(text, { ...(await resolveConfig(file)), filepath: file }),
    );
  }
  return results;
}
