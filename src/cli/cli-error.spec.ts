import { describe, expect, it } from '@jest/globals';
import { CommanderError } from 'commander';
import { ConfigError } from '../config/config-error.js';
import { explainError, UsageError } from './cli-error.js';

const explain = (error: unknown) => explainError(error, 'tetrapod classify --help');

describe('explainError', () => {
  it('is one line, with where to look for wrong usage', () => {
    const unknown = new CommanderError(
      1,
      'commander.unknownOption',
      "error: unknown option '-x'\n(Did you mean -y?)",
    );
    expect(explain(unknown)).toBe(
      "tetrapod: unknown option '-x' (Did you mean -y?); see tetrapod classify --help\n",
    );
    expect(explain(new UsageError('name a file'))).toBe(
      'tetrapod: name a file; see tetrapod classify --help\n',
    );
  });

  it('names all settings that are wrong, in one line', () => {
    expect(explain(new ConfigError(['PORT: no', 'MODEL: no']))).toBe(
      'tetrapod: PORT: no; MODEL: no; correct or unset what is wrong, see docs/configuration.md\n',
    );
  });

  it('tells of anything else by its message, without control characters', () => {
    expect(explain(new Error('a model\n  that is \x1b[31mred'))).toBe(
      'tetrapod: a model that is \\x1b[31mred\n',
    );
    expect(explain('thrown text')).toBe('tetrapod: thrown text\n');
  });
});
