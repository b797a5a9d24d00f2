import type { LabelGroup } from '../label-groups.js';
import { isObject, type JsonFields } from './json-fields.js';

/**
 * Reads label_groups.json: an object from label to class indices, or one whose field `groups` is that object. An
 * index may stand alone or as a range [first, last] or [first, last, remark].
 * @throws ModelError where an index is out of range or stands twice
 */
export function readLabelGroups(file: JsonFields, classCount: number): readonly LabelGroup[] {
  const expected = file.raw('classes');
  if (typeof expected === 'number' && expected !== classCount) {
    throw file.wrong('classes', `the number of classes of the model, ${classCount}`);
  }
  const fields = isObject(file.raw('groups')) ? file.nested('groups') : file;
  if (fields.names.length === 0) throw file.wrong('groups', 'at least one label with its class indices');
  const owner = new Map<number, string>();
  return fields.names.map((label) => {
    const entries = fields.raw(label);
    if (!Array.isArray(entries) || entries.length === 0) {
      throw fields.wrong(label, 'an array of class indices or of ranges [first, last]');
    }
    const classes = entries.flatMap((entry: unknown) => {
      // What stands behind the two ends of a range is a remark.
      const [first, last] = Array.isArray(entry) ? (entry as unknown[]) : [entry, entry];
      if (!isIndex(first, classCount) || !isIndex(last, classCount) || last < first) {
        throw fields.wrong(label, `class indices from 0 to ${classCount - 1}`);
      }
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
    for (const index of classes) {
      if (owner.has(index))
        throw fields.wrong(label, `no class twice, but ${index} is also in ${owner.get(index)!}`);
      owner.set(index, label);
    }
    return { label, classes };
  });
}

function isIndex(value: unknown, count: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < count;
}
