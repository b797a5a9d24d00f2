import { RawString } from '../../src/http/raw-string.js';
import { NumbersText, parseInferenceJson } from '../../src/open-inference/json-data.js';

/** What was parsed, with every part back in its place. */
export function parseWhole(json: string): unknown {
  const { value, partAt } = parseInferenceJson(Buffer.from(json));
  const put = (placed: unknown): unknown => {
    const part = partAt(placed);
    if (part instanceof NumbersText) return JSON.parse(part.text.toString()) as unknown;
    if (part instanceof RawString) return part.bytes.toString();
    if (Array.isArray(part)) return part.map(put);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, field]) => [name, put(field)]));
  };
  return put(value);
}
