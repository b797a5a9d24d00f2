import type { Command, Help, Option } from 'commander';
import { hasColours, painterFor } from './colours.js';

/** As wide as the smallest terminal. */
export const HELP_COLUMNS = 80;

/** What ends the help of a command. */
export interface Closing {
  /** Command lines that can be typed as they stand, two or three. */
  examples: string[];
  /** A line that does not fit an option. */
  note?: string;
  /** `0 fine, 1 ...` */
  exitCodes: string;
}

/** Gives a command the help that all commands have: short enough for one screen, with examples and exit codes. */
export function withHelp(command: Command, closing: Closing): Command {
  return command.helpOption('-h, --help', 'print this help').configureHelp({
    formatHelp: (shown, helper) => formatHelp(shown, helper, closing),
  });
}

/** Where help and errors go, and how wide and coloured they are there. */
export const OUTPUT = {
  getOutHelpWidth: () => Math.min(HELP_COLUMNS, process.stdout.columns || HELP_COLUMNS),
  getErrHelpWidth: () => Math.min(HELP_COLUMNS, process.stderr.columns || HELP_COLUMNS),
  getOutHasColors: () => hasColours(process.stdout),
  getErrHasColors: () => hasColours(process.stderr),
  // Told by runProgram, in one line.
  outputError: () => undefined,
};

/** Commander strips the colours again where the output has none. */
const bold = (text: string) => painterFor({ isTTY: true }, {})('bold', text);

function formatHelp(command: Command, helper: Help, { examples, note, exitCodes }: Closing): string {
  const terms = [
    ...helper.visibleArguments(command).map((argument) => helper.argumentTerm(argument)),
    ...optionsOf(command, helper).map((option) => helper.optionTerm(option)),
    ...helper.visibleCommands(command).map((child) => child.name()),
  ];
  const width = Math.max(...terms.map(({ length }) => length));
  const section = (title: string, items: [term: string, text: string][]) =>
    items.length === 0
      ? []
      : [bold(title), ...items.map(([term, text]) => helper.formatItem(term, width, text, helper))];
  const lines = [
    `${bold('Usage:')} ${helper.commandUsage(command)}`,
    helper.commandDescription(command),
    '',
    ...section(
      'Arguments:',
      helper
        .visibleArguments(command)
        .map((argument) => [helper.argumentTerm(argument), helper.argumentDescription(argument)]),
    ),
    ...section(
      'Options:',
      optionsOf(command, helper).map((option) => [helper.optionTerm(option), describe(option)]),
    ),
    ...section(
      'Commands:',
      helper.visibleCommands(command).map((child) => [child.name(), helper.subcommandDescription(child)]),
    ),
    '',
    bold('Examples:'),
    ...examples.map((example) => `  $ ${example}`),
    ...(note === undefined ? [] : [note]),
    `${bold('Exit codes:')} ${exitCodes}`,
    '',
  ];
  return lines.join('\n');
}

/** `how pictures go: json, raw or form (default: json)` */
function describe({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const choices = argChoices ? `: ${argChoices.slice(0, -1).join(', ')} or ${argChoices.at(-1)!}` : '';
  const byDefault = defaultValueDescription ?? (defaultValue as string | number | boolean | undefined);
  const isTold = byDefault !== undefined && typeof byDefault !== 'boolean';
  return `${description}${choices}${isTold ? ` (default: ${byDefault})` : ''}`;
}

/** Without --help, which whoever reads it has found. */
function optionsOf(command: Command, helper: Help) {
  return helper.visibleOptions(command).filter(({ long }) => long !== '--help');
}
