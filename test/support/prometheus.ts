import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from './free-ports.js';

/** One element of the answer to a query. */
export interface Series {
  metric: Record<string, string>;
  value: number;
}

/** Debian's prometheus on a free port, with its data in a folder of its own. */
export interface Prometheus {
  url: string;
  /** What an expression of PromQL gives now. */
  query: (expression: string) => Promise<Series[]>;
  /** Asks again and again until an expression gives something. */
  queryUntil: (expression: string) => Promise<Series[]>;
  stop: () => Promise<void>;
}

/** How often and how long at most something is waited for, which sound servers do in a second. */
const POLL_MS = 100;
const PATIENCE_MS = 20_000;

/**
 * @param config of prometheus.yml, as text
 * @param files that it names, by their names in its folder
 * @param past what it shall remember from before its start, in the text format of OpenMetrics
 */
export async function startPrometheus(
  config: string,
  files: Record<string, string> = {},
  past = '',
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'tetrapod-prometheus-'));
  for (const [name, text] of Object.entries({ ...files, 'prometheus.yml': config })) {
    writeFileSync(join(folder, name), text);
  }
  const data = join(folder, 'data');
  if (past !== '') {
    const file = join(folder, 'past');
    writeFileSync(file, past);
    await promisify(execFile)('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, data]);
  }
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const exit = once(child, 'close');
  const stop = async () => {
    child.kill('SIGKILL');
    await exit;
    rmSync(folder, { recursive: true });
  };
  const query = async (expression: string) => {
    const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { data, error } = (await answer.json()) as QueryAnswer;
    if (!data) throw new Error(`expected an answer to ${expression}, received ${error}`);
    return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  };
  const within = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(POLL_MS);
    }
    throw new Error(`waited in vain for ${what}; prometheus says:\n${output}`);
  };
  try {
    await within('prometheus to be ready', async () => {
      if (child.exitCode !== null) throw new Error(`prometheus ended:\n${output}`);
      const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
      return answer?.ok === true ? true : undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    query,
    queryUntil: (expression) =>
      within(expression, async () => {
        const found = await query(expression);
        return found.length > 0 ? found : undefined;
      }),
    stop,
  };
}

interface QueryAnswer {
  data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
  error?: string;
}
