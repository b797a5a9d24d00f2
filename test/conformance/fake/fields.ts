import { Refusal } from './refusal.js';

/** A JSON object. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The "parameters" of a request, an input or an output; none where they are absent. Throws a Refusal. */
export function parametersOf(of: Fields): Fields {
  const { parameters } = of;
  if (parameters === undefined) return {};
  if (!isFields(parameters)) throw new Refusal('fields', '"parameters" must be an object');
  return parameters;
}
