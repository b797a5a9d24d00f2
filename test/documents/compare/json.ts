/** Fields that differ from one run to the next; only their kinds are compared. */
const VOLATILE = [
  ...['latency_ms', 'duration_ms', 'timings_ms', 'time', 'request_id', 'trace_id', 'span_id', 'client'],
  ...['key', 'entry', 'digest'],
];

/**
 * What differs between a documented JSON value and the one that came; nothing where they agree. In the documented one
 * `...` stands for any text, in a text for any part of it, as an element for any further ones, and as the name of a
 * field for any further fields. Numbers and texts of fields that differ from run to run only have to be of their kind.
 * @param varies names of further such fields
 */
export function jsonDifferences(
  expected: unknown,
  received: unknown,
  varies: readonly string[] = [],
): string[] {
  const volatile = new Set([...VOLATILE, ...varies]);
  return differences('', expected, received, false);

  function differences(path: string, wanted: unknown, found: unknown, isVolatile: boolean): string[] {
    const wrong = () => [
      `${path || 'the value'}: expected ${JSON.stringify(wanted)}, received ${JSON.stringify(found)}`,
    ];
    if (Array.isArray(wanted)) {
      if (!Array.isArray(found)) return wrong();
      const isOpen = wanted.at(-1) === '...';
      const given = isOpen ? wanted.slice(0, -1) : wanted;
      if (isOpen ? found.length < given.length : found.length !== given.length) return wrong();
      return given.flatMap((each, i) => differences(`${path}[${i}]`, each, found[i], isVolatile));
    }
    if (isObject(wanted)) {
      if (!isObject(found)) return wrong();
      const { '...': others, ...fields } = wanted;
      const names = new Set([...Object.keys(fields), ...(others === undefined ? Object.keys(found) : [])]);
      return [...names].flatMap((name) => {
        const at = path === '' ? name : `${path}.${name}`;
        if (!(name in found)) return [`${at}: expected it, found none`];
        if (!(name in fields))
          return [`${at}: expected no such field, received ${JSON.stringify(found[name])}`];
        return differences(at, fields[name], found[name], isVolatile || volatile.has(name));
      });
    }
    if (isVolatile) return typeof wanted === typeof found ? [] : wrong();
    if (typeof wanted === 'string' && typeof found === 'string')
      return pattern(wanted).test(found) ? [] : wrong();
    return Object.is(wanted, found) ? [] : wrong();
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text in which `...` stands for any part. */
function pattern(text: string): RegExp {
  return new RegExp(
    `^${text
      .split('...')
      .map((part) => escaped(part))
      .join('[^]*')}$`,
  );
}

export const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
