import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.js';
import { settingsOfArguments } from './server-arguments.js';

const problemsOf = (...argv: string[]) => {
  try {
    settingsOfArguments(argv);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
  return [];
};

describe('settingsOfArguments', () => {
  it.each([
    { argv: [], settings: {} },
    { argv: ['--http_port', '8080'], settings: { PORT: '8080' } },
    { argv: ['--http_port=8080'], settings: { PORT: '8080' } },
    {
      argv: ['--model_name=frogs', '--model_dir', '/mnt/models'],
      settings: { MODEL_NAME: 'frogs', MODEL: '/mnt/models' },
    },
    { argv: ['--model_dir=/a=b'], settings: { MODEL: '/a=b' } },
    { argv: ['--http_port', '1', '--http_port', '2'], settings: { PORT: '2' } },
  ])('reads $argv', ({ argv, settings }) => {
    expect(settingsOfArguments(argv)).toEqual(settings);
  });

  it('names every wrong one, and what there is', () => {
    expect(problemsOf('--grpc_port', '--http_port', '', '--toString=1', '--model_name')).toEqual([
      expect.stringMatching(/expected the arguments --http_port, --model_name, --model_dir .*"--grpc_port"/),
      '--http_port: expected a value behind it, received none',
      expect.stringMatching(/"--toString=1"/),
      '--model_name: expected a value behind it, received none',
    ]);
    expect(problemsOf('8080')).toHaveLength(1);
  });
});
