import { getMetadataStorage } from 'class-validator';
import { AppConfig } from '../../src/config/app-config.js';

/** JSON Schema, as far as it is used here. */
export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
  description?: string;
}

/** Variables that the chart sets itself, each with the value that decides about it. */
export const SET_BY_CHART: Readonly<Record<string, string>> = {
  MODEL: 'model',
  API_KEYS_FILE: 'apiKeys',
};

/** Variables that hold secrets, and so come from secrets alone. */
export const FROM_SECRETS_ONLY = ['API_KEYS', 'INFERENCE_API_KEY'];

/** Variables that may hold one. */
export const FROM_SECRETS = [...FROM_SECRETS_ONLY, 'INFERENCE_URL', 'REDIS_URL'];

/**
 * The properties of `config` in values.schema.json: every variable of the server that may stand in a pod for everybody to
 * read, with the type, bounds and choices that AppConfig checks.
 * @param inShort the cell `in short` of docs/configuration.md for each variable
 */
export function configSchema(inShort: ReadonlyMap<string, string>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(new AppConfig())
      .filter(([name]) => !Object.hasOwn(SET_BY_CHART, name) && !FROM_SECRETS_ONLY.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [
        name,
        { ...schemaOf(name, typeof value), description: inShort.get(name) ?? '' },
      ]),
  );
}

function schemaOf(name: string, type: string): Schema {
  const rules = getMetadataStorage()
    .getTargetValidationMetadatas(AppConfig, '', false, false)
    .filter(({ propertyName }) => propertyName === name);
  const constraint = (rule: string) =>
    (rules.find((metadata) => metadata.name === rule)?.constraints as unknown[] | undefined)?.[0];
  if (type === 'number') {
    return {
      type: 'integer',
      minimum: constraint('min') as number,
      maximum: constraint('max') as number,
    };
  }
  const choices = constraint('isIn') as string[] | undefined;
  if (choices !== undefined) return { enum: [...choices, ...choices.flatMap(unquoted)] };
  // A number of proxies, or everybody.
  if (name === 'TRUST_PROXY') return { type: ['string', 'boolean', 'integer'] };
  return { type: 'string' };
}

/** What YAML 1.1 makes of such a word without quotation marks. */
function unquoted(choice: string): boolean[] {
  if (choice === 'on' || choice === 'true') return [true];
  return choice === 'off' || choice === 'false' ? [false] : [];
}

/** The last cell of each row of the table in docs/configuration.md, without its marks. */
export function readInShort(document: string): Map<string, string> {
  const rows = document.matchAll(/^\| \[`(\w+)`\]\([^|]*\|[^|]*\|[^|]*\| ([^|]*?) *\|$/gm);
  return new Map([...rows].map(([, name, text]) => [name!, text!.replaceAll('`', '')]));
}
