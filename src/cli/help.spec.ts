import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Argument, Command, Option } from 'commander';
import { HELP_COLUMNS, OUTPUT, withHelp, type Closing } from './help.js';

const CLOSING: Closing = { examples: ['pond feed frogs', 'pond feed toads'], exitCodes: '0 fine, 1 hungry' };

function helpOf(set: (command: Command) => void, closing = CLOSING): string[] {
  const command = new Command('pond').description('Feeds them.').exitOverride();
  command.configureOutput({ getOutHelpWidth: () => HELP_COLUMNS, getOutHasColors: () => false });
  withHelp(command, closing);
  set(command);
  return command.helpInformation().split('\n');
}

describe('The help of a command', () => {
  it('has a section for what there is, and the same columns in all of them', () => {
    const lines = helpOf((command) => {
      command
        .addArgument(new Argument('<animal>', 'which'))
        .option('--much', 'not a little')
        .addCommand(new Command('empty').description('Lets the water out.').argument('<sink>'));
    });
    expect(lines).toEqual([
      'Usage: pond [options] [command] <animal>',
      'Feeds them.',
      '',
      'Arguments:',
      '  animal  which',
      'Options:',
      '  --much  not a little',
      'Commands:',
      '  empty   Lets the water out.',
      '  help    display help for command',
      '',
      'Examples:',
      '  $ pond feed frogs',
      '  $ pond feed toads',
      'Exit codes: 0 fine, 1 hungry',
      '',
    ]);
  });

  it('leaves out sections that would be empty, and puts a note behind the examples', () => {
    expect(helpOf(() => undefined, { ...CLOSING, note: 'Not on Sundays.' })).toEqual([
      'Usage: pond [options]',
      'Feeds them.',
      '',
      '',
      'Examples:',
      '  $ pond feed frogs',
      '  $ pond feed toads',
      'Not on Sundays.',
      'Exit codes: 0 fine, 1 hungry',
      '',
    ]);
  });

  it.each([
    { what: 'no default', option: new Option('--x <x>', 'how'), says: 'how' },
    { what: 'a default', option: new Option('--x <x>', 'how').default(3), says: 'how (default: 3)' },
    {
      what: 'a default that is described',
      option: new Option('--x <x>', 'how').default(1000, 'one second'),
      says: 'how (default: one second)',
    },
    { what: 'a default that is yes or no', option: new Option('--x', 'ever').default(false), says: 'ever' },
    {
      what: 'choices',
      option: new Option('--x <x>', 'how').choices(['json', 'raw', 'form']).default('json'),
      says: 'how: json, raw or form (default: json)',
    },
  ])('describes an option with $what', ({ option, says }) => {
    const lines = helpOf((command) => command.addOption(option));
    expect(lines[4]!.slice(`  ${option.flags}  `.length)).toBe(says);
  });

  it('breaks what is longer than the smallest terminal', () => {
    const long = helpOf((command) => command.option('--x', 'word '.repeat(40).trim()));
    expect(long.filter((line) => line.length > HELP_COLUMNS)).toEqual([]);
    expect(long.join(' ').match(/word/g)).toHaveLength(40);
  });

  it('has a bold heading where there are colours', () => {
    const command = withHelp(new Command('pond'), CLOSING);
    command.configureOutput({ getOutHasColors: () => true });
    expect(command.helpInformation()).toContain('\x1b[1mExamples:\x1b[22m');
  });
});

describe('OUTPUT', () => {
  const widths = [process.stdout.columns, process.stderr.columns];
  const setWidths = (out: number | undefined, error: number | undefined) => {
    Object.assign(process.stdout, { columns: out });
    Object.assign(process.stderr, { columns: error });
  };
  let colours: NodeJS.ProcessEnv;
  beforeEach(() => {
    const { FORCE_COLOR, NO_COLOR } = process.env;
    colours = { FORCE_COLOR, NO_COLOR };
  });
  afterEach(() => {
    setWidths(widths[0], widths[1]);
    for (const [name, value] of Object.entries(colours)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it.each([
    { columns: undefined, width: HELP_COLUMNS },
    { columns: 0, width: HELP_COLUMNS },
    { columns: 60, width: 60 },
    { columns: 200, width: HELP_COLUMNS },
  ])('is $width wide where the terminal has $columns columns', ({ columns, width }) => {
    setWidths(columns, 40);
    expect([OUTPUT.getOutHelpWidth(), OUTPUT.getErrHelpWidth()]).toEqual([width, 40]);
    setWidths(40, columns);
    expect([OUTPUT.getOutHelpWidth(), OUTPUT.getErrHelpWidth()]).toEqual([40, width]);
  });

  it('has colours where they are asked for, and leaves errors to whoever ran the program', () => {
    Reflect.deleteProperty(process.env, 'NO_COLOR');
    process.env.FORCE_COLOR = '1';
    expect([OUTPUT.getOutHasColors(), OUTPUT.getErrHasColors()]).toEqual([true, true]);
    Reflect.deleteProperty(process.env, 'FORCE_COLOR');
    process.env.NO_COLOR = '1';
    expect([OUTPUT.getOutHasColors(), OUTPUT.getErrHasColors()]).toEqual([false, false]);
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    OUTPUT.outputError();
    expect(told).not.toHaveBeenCalled();
    told.mockRestore();
  });
});
