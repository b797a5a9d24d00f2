import { ConfigError } from './config/config-error.js';
import { ModelError } from './model/model-error.js';

/** What a person reads when the server does not start: a line for each problem, with the remedy, and no stack. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof ConfigError) {
    return error.problems.map((problem) => `tetrapod: ${problem}\n`).join('') + REMEDY;
  }
  if (error instanceof ModelError)
    return `tetrapod: ${error.message}; what a model folder needs: docs/models.md\n`;
  const { code, message, address, port } = Object(error) as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  const place = `${address ?? ''}:${port ?? ''}`;
  switch (code) {
    case 'EADDRINUSE':
      return `tetrapod: ${place} is taken by another process; stop it, or set PORT to another port\n`;
    case 'EACCES':
      return `tetrapod: ${place} may not be listened on; set PORT to 1024 or more\n`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `tetrapod: HOST is no address of this machine (${message}); set it to 127.0.0.1 or 0.0.0.0\n`;
    default:
      return `tetrapod: the start failed: ${error instanceof Error ? message : String(error)}\n`;
  }
}

const REMEDY = 'tetrapod: correct or leave out what is named; docs/configuration.md explains each variable\n';
