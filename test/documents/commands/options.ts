import { Refusal } from '../running/stand-ins.js';

/** Options of a command: `flag` stands alone, `value` has one behind it, `list` may come several times. */
export type OptionTable = Record<string, 'flag' | 'value' | 'list'>;

export interface Parsed {
  options: Record<string, string[]>;
  /** Everything from the first argument on that is no option. */
  rest: string[];
}

/**
 * Reads options in front of arguments, as docker has them: `--name value`, `--name=value` and short ones.
 * @throws Refusal where an option is unknown, has no value, or comes twice and may not
 */
export function parseOptions(
  args: readonly string[],
  table: OptionTable,
  shorts: Record<string, string> = {},
): Parsed {
  const options: Record<string, string[]> = {};
  const left = [...args];
  while (left[0]?.startsWith('-') === true && left[0] !== '-') {
    const [, given, attached] = /^(--?[^=]+)(?:=(.*))?$/s.exec(left.shift()!)!;
    const name = shorts[given!] ?? given!;
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined) throw new Refusal(`unknown option ${given}`);
    if (kind !== 'list' && options[name]) throw new Refusal(`${name} comes twice`);
    const value = kind === 'flag' ? (attached ?? 'true') : (attached ?? left.shift());
    if (value === undefined || value === '') throw new Refusal(`${name} needs a value`);
    (options[name] ??= []).push(value);
  }
  return { options, rest: left };
}
