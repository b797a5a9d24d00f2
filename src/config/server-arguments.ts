import { ConfigError } from './config-error.js';

/** The arguments that KServe's own model servers take, and the variable that each stands for. */
const VARIABLES = { http_port: 'PORT', model_name: 'MODEL_NAME', model_dir: 'MODEL' } as const;

/**
 * Reads the arguments of the server program, `--name value` or `--name=value`. An argument goes before its variable, as
 * it does in KServe's model servers (ModelServer in kserve/python).
 *
 * @returns the environment variables that they stand for
 * @throws ConfigError naming every argument that is wrong
 */
export function settingsOfArguments(argv: readonly string[]): Record<string, string> {
  const settings: Record<string, string> = {};
  const problems: string[] = [];
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const [, name = '', attached] = /^--(\w+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (!isKnown(name)) {
      const names = Object.keys(VARIABLES).map((known) => `--${known}`);
      problems.push(
        `expected the arguments ${names.join(', ')} or none, received "${argument}"; everything else is an environment variable`,
      );
      continue;
    }
    const value = attached ?? rest.shift() ?? '';
    if (value === '') problems.push(`--${name}: expected a value behind it, received none`);
    settings[VARIABLES[name]] = value;
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return settings;
}

function isKnown(name: string): name is keyof typeof VARIABLES {
  return Object.hasOwn(VARIABLES, name);
}
