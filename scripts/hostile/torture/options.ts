import { parseArgs } from 'node:util';

export const USAGE = `Posts every hostile picture to a server, and tells which answers were unexpected:

  npm run torture -- URL [options]

  --timeout MS      longest time for an answer, 15000 if not given: the server's DECODE_TIMEOUT_MS
  --api-key KEY     sent as X-API-Key
  --health PATH     asked after each file, /health/ready if not given
  --only TEXT       only files whose name contains it
  --short           without those that are too long for the repository and are made on the spot
  --pid PID         the server's process, where it runs on this machine (Linux)
  --memory-mb MB    with --pid: the most that it and all processes below it may have held, summed
  --quiet           prints only what is unexpected, and the end`;

export interface TortureOptions {
  url: URL;
  timeoutMs: number;
  apiKey: string | undefined;
  health: string;
  only: string;
  isShort: boolean;
  pid: number | undefined;
  memoryBytes: number;
  isQuiet: boolean;
}

/** @throws Error that says what is wrong with the arguments */
export function readOptions(args: string[]): TortureOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      timeout: { type: 'string' },
      'api-key': { type: 'string' },
      health: { type: 'string' },
      only: { type: 'string' },
      short: { type: 'boolean' },
      pid: { type: 'string' },
      'memory-mb': { type: 'string' },
      quiet: { type: 'boolean' },
    },
  });
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new Error('expected the URL of one server');
  if (!URL.canParse(address) || !/^https?:/.test(address)) {
    throw new Error('expected a URL that begins with http:// or https://');
  }
  if (values['memory-mb'] !== undefined && values.pid === undefined) {
    throw new Error('expected --pid with --memory-mb: whose memory?');
  }
  return {
    url: new URL(address),
    timeoutMs: wholeNumber('--timeout', values.timeout) ?? 15_000,
    apiKey: values['api-key'],
    health: values.health ?? '/health/ready',
    only: values.only ?? '',
    isShort: values.short ?? false,
    pid: wholeNumber('--pid', values.pid),
    memoryBytes: (wholeNumber('--memory-mb', values['memory-mb']) ?? Infinity) * 1024 * 1024,
    isQuiet: values.quiet ?? false,
  };
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(text))
    throw new Error(`${option}: expected a whole number from 1 on, received "${text}"`);
  return Number(text);
}
