import { createRequire } from 'node:module';
import process from 'node:process';

const { cache } = createRequire(import.meta.url);

/**
 * Loaded into a server beforehand (NODE_OPTIONS): tells at its end which packages of OpenTelemetry it has loaded, but for its
 * API, which is a few small files without an SDK and which prom-client loads as well.
 */
process.on('exit', () => {
  const packages = Object.keys(cache)
    .map((file) => /@opentelemetry[\\/]([\w-]+)/.exec(file)?.[1])
    .filter((name) => name !== undefined && name !== 'api');
  process.stderr.write(`loaded of OpenTelemetry: ${[...new Set(packages)].sort().join(' ')};\n`);
});
