#!/usr/bin/env node
import { shutdownSignal } from '../shutdown/signals.js';

// Before anything else is loaded, as in src/main.ts; the other commands end at a signal in their own way.
const shutdown = process.argv[2] === 'serve' ? shutdownSignal() : undefined;

const { runProgram } = await import('./program.js');
const exitCode = await runProgram(process.argv.slice(2), shutdown);
for (const stream of [process.stdout, process.stderr]) {
  // Where writing is not synchronous (a pipe on Windows), process.exit would lose the last lines.
  await new Promise((resolve) => stream.write('', resolve));
}
process.exit(exitCode);
