import type { Command } from 'commander';
import { withHelp } from './help.js';
import { shutdownSignal } from '../shutdown/signals.js';
import { wholeNumber } from './option-values.js';

interface ServeOptions {
  port?: number;
  host?: string;
  model?: string;
}

/** @param shutdown aborted by SIGTERM or SIGINT */
export function registerServe(program: Command, shutdown?: AbortSignal): void {
  withHelp(program.command('serve'), {
    examples: [
      'tetrapod serve --port 8080',
      'tetrapod serve --model models/resnet-50',
      'RATE_LIMIT=100/10s tetrapod serve',
    ],
    note: 'The same as npm start. Options go before their variables; all other settings are\nenvironment variables only: docs/configuration.md',
    exitCodes: '0 ended by SIGTERM or Ctrl-C, 1 did not start, 2 wrong usage',
  })
    .description('Serve POST /predict over HTTP until SIGTERM or Ctrl-C.')
    .option('--port <number>', 'where to listen; 0 takes any free port (PORT)', wholeNumber(0, 65535))
    .option('--host <address>', 'on which interface to listen (HOST)')
    .option('--model <path>', 'which model answers (MODEL)')
    .action(async ({ port, host, model }: ServeOptions) => {
      const signal = shutdown ?? shutdownSignal();
      // The configuration is read from the environment, once, when the server starts.
      if (port !== undefined) process.env.PORT = String(port);
      if (host !== undefined) process.env.HOST = host;
      if (model !== undefined) process.env.MODEL = model;
      try {
        const { serve } = await import('../serve.js');
        await serve(signal);
      } catch (error) {
        const { explainStartFailure } = await import('../start-failure.js');
        process.stderr.write(explainStartFailure(error));
        process.exitCode = 1;
      }
    });
}
