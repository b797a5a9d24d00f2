/**
 * Whoever reads our output may stop early (`| head`): that ends the program, and is no failure. Without this,
 * Node would end it with a stack trace.
 */
export function endQuietlyWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') process.exit(0);
      if (stream === process.stdout)
        process.stderr.write(`tetrapod: the output cannot be written: ${message}\n`);
      process.exit(1);
    });
  }
}
