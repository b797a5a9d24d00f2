import { describe, expect, it } from '@jest/globals';
import { parseOptions, type OptionTable } from './options.js';

const TABLE: OptionTable = { '--rm': 'flag', '--name': 'value', '--env': 'list' };
const parse = (...args: string[]) => parseOptions(args, TABLE, { '-e': '--env' });

describe('the options of a stand-in', () => {
  it('are read up to the first argument', () => {
    expect(parse('--rm', '-e', 'A=1', '--env=B=2', '--name', 'n', 'image', '--rm')).toEqual({
      options: { '--rm': ['true'], '--env': ['A=1', 'B=2'], '--name': ['n'] },
      rest: ['image', '--rm'],
    });
  });

  it.each([
    ['unknown', ['--remove'], 'unknown option --remove'],
    ['of every object', ['--constructor'], 'unknown option --constructor'],
    ['without a value', ['--name'], '--name needs a value'],
    ['twice', ['--name', 'a', '--name', 'b'], '--name comes twice'],
  ])('are refused where one is %s', (_what, args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
