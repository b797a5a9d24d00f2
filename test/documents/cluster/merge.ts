type Value = unknown;
type Fields = Record<string, unknown>;

const isObject = (value: Value): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A strategic merge patch, as kubectl sends it: maps are merged, null removes a field, lists of named things are merged by
 * their names, and all other lists are replaced.
 */
export function merged(old: Value, patch: Value): Value {
  if (Array.isArray(patch)) return mergedList(Array.isArray(old) ? old : [], patch);
  if (!isObject(patch)) return patch;
  const result: Fields = isObject(old) ? { ...old } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) continue;
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = merged(result[name], value);
  }
  return result;
}

function mergedList(old: Value[], patch: Value[]): Value[] {
  const isNamed = patch.length > 0 && patch.every((each) => isObject(each) && typeof each.name === 'string');
  if (!isNamed) return patch;
  const byName = new Map((old as Fields[]).map((each) => [each.name, each]));
  for (const each of patch as Fields[]) {
    if (each.$patch === 'delete') byName.delete(each.name);
    else byName.set(each.name, merged(byName.get(each.name), each) as Fields);
  }
  return [...byName.values()];
}
