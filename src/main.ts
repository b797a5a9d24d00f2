import { settingsOfArguments } from './config/server-arguments.js';
import { shutdownSignal } from './shutdown/signals.js';

// Before the application is loaded, which takes most of the start: see shutdownSignal().
const signal = shutdownSignal();

try {
  // Before anything reads the environment, the first worker included.
  Object.assign(process.env, settingsOfArguments(process.argv.slice(2)));
  const { serve } = await import('./serve.js');
  await serve(signal);
  process.exit(0);
} catch (error) {
  const { explainStartFailure } = await import('./start-failure.js');
  process.stderr.write(explainStartFailure(error));
  process.exit(1);
}
