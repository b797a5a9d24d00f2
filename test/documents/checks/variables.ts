import { parseEnv } from 'node:util';
import { AppConfig } from '../../../src/config/app-config.js';
import { nameOf, type Block } from '../blocks.js';

/** Every line sets a variable of the server, to a value that it takes. */
export function acceptedVariables(block: Block): void {
  const variables = parseEnv(block.text) as Record<string, string>;
  const known = new AppConfig();
  for (const name of Object.keys(variables)) {
    if (!(name in known))
      throw new Error(`${nameOf(block)}: ${name} is no variable of docs/configuration.md`);
  }
  AppConfig.fromEnvironment(variables);
}
