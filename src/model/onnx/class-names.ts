import { isObject, type JsonFields } from './json-fields.js';

/**
 * The names of a model's classes from config.json's `id2label`, in the order of its output. Published models of
 * ImageNet call two classes "crane", so a name may stand twice.
 *
 * @throws ModelError where an index is missing or a name is empty
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
  return Object.freeze(names);
}

/** Names that several classes have. */
export function repeatedNames(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
