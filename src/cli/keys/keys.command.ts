import { InvalidArgumentError, Option, type Command } from 'commander';
import { isKeyName } from '../../auth/key-entry.js';
import { withHelp } from '../help.js';
import { DEFAULT_SCOPES, parseScopes, SCOPES, type Scope } from '../../auth/scopes.js';

interface KeyOptions {
  name: string;
  scopes: Scope[];
  json?: true;
}

const NOTE =
  'The client gets the key, the server the entry: as a line of API_KEYS_FILE, or in\nAPI_KEYS. How to replace keys: docs/security.md';
const EXIT_CODES = '0 fine, 1 what was read is no key, 2 wrong usage';

export function registerKeys(program: Command): void {
  const keys = withHelp(program.command('keys'), {
    examples: [
      'tetrapod keys new --name frontend',
      'tetrapod keys new --name prometheus --scopes metrics',
      'pass show tetrapod | tetrapod keys hash --name frontend',
    ],
    note: NOTE,
    exitCodes: EXIT_CODES,
  })
    .description('Make API keys, and what the server keeps of them.')
    .helpCommand(false);
  withHelp(withEntryOptions(keys.command('new')), {
    examples: ['tetrapod keys new --name frontend', 'tetrapod keys new --scopes predict+metrics --json'],
    note: NOTE,
    exitCodes: EXIT_CODES,
  })
    .description('Make a key; it is shown this once.')
    .option('--json', 'one JSON object for programs')
    .action(async ({ name, scopes, json }: KeyOptions) => {
      const { newKeyText } = await import('./key-texts.js');
      process.stdout.write(newKeyText(name, scopes, json === true));
    });
  withHelp(withEntryOptions(keys.command('hash')), {
    examples: [
      'pass show tetrapod | tetrapod keys hash --name frontend',
      'tetrapod keys hash --scopes docs < key.txt',
    ],
    note: NOTE,
    exitCodes: EXIT_CODES,
  })
    .description('Print the entry of a key that standard input holds.')
    .action(async ({ name, scopes }: KeyOptions) => {
      const { hashKeyText } = await import('./key-texts.js');
      const { readStream } = await import('../read-picture.js');
      const { tellTerminal } = await import('../tell-terminal.js');
      tellTerminal('a key');
      const input = Buffer.from(await readStream(process.stdin, MOST_INPUT)).toString();
      process.stdout.write(hashKeyText(input, name, scopes));
    });
}

/** Far more than a key. */
const MOST_INPUT = 64 * 1024;

function withEntryOptions(command: Command): Command {
  return command
    .option('--name <name>', 'whose key it is, in logs and metrics', nameOption, 'default')
    .addOption(
      new Option('--scopes <scopes>', `${SCOPES.join(', ')}, joined by +`)
        .argParser(scopesOption)
        .default([...DEFAULT_SCOPES], DEFAULT_SCOPES.join('+')),
    );
}

function nameOption(text: string): string {
  if (isKeyName(text)) return text;
  throw new InvalidArgumentError('expected 1 to 40 letters, digits, dots, dashes or underscores');
}

function scopesOption(text: string): Scope[] {
  const scopes = parseScopes(text);
  if (scopes) return scopes;
  throw new InvalidArgumentError(`expected scopes of ${SCOPES.join(', ')}, joined by +`);
}
