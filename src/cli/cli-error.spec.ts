import { describe, expect, it } from '@jest/globals';
import { CommanderError } from 'commander';
import { ConfigError } from '../config/config-error.js';
import { ModelError } from '../model/model-error.js';
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

  it('says of a wrong value what was expected and what was received', () => {
    const wrong = (message: string) => explain(new CommanderError(1, 'commander.invalidArgument', message));
    expect(wrong("error: option '-k, --top-k <n>' argument 'x' is invalid. expected a number")).toBe(
      "tetrapod: --top-k: expected a number, received 'x'; see tetrapod classify --help\n",
    );
    expect(wrong("error: command-argument value 'it's' is invalid for argument 'url'. expected a URL")).toBe(
      "tetrapod: url: expected a URL, received 'it's'; see tetrapod classify --help\n",
    );
  });

  it('leads from a model that cannot be served to what a model needs', () => {
    expect(explain(new ModelError('config.json: expected this file'))).toBe(
      'tetrapod: config.json: expected this file; what a model folder needs: docs/models.md\n',
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
