import { isObject, type JsonFields } from './json-fields.js';

/**
 * The names of a model's classes from config.json's `id2label`, in the order of its output.
 * @throws ModelError where an index is missing, a name is empty or stands twice
 */
export function readClassNames(config: JsonFields): readonly string[] {
  const id2label = config.raw('id2label');
  if (!isObject(id2label) || Object.keys(id2label).length === 0) {
    throw config.wrong(
      'id2label',
      'an object from class index to name, such as {"0": "Mammal", "1": "Bird"}',
    );
  }
  const fields = config.nested('id2label');
  const count = fields.names.length;
  const names = Array.from({ length: count }, (_, index) => {
    const name = fields.raw(String(index));
    if (typeof name !== 'string' || name.trim() === '') {
      throw fields.wrong(String(index), `a name for every index from 0 to ${count - 1}, without holes`);
    }
    return name;
  });
  const seen = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const former = seen.get(name);
    if (former !== undefined) {
      throw fields.wrong(String(index), `a name of its own, and not that of index ${former}`);
    }
    seen.set(name, index);
  }
  return Object.freeze(names);
}
