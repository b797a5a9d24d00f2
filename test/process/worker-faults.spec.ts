import { execFileSync } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

const BODY = JSON.stringify({ image_base64: EXAMPLE_PICTURE });
const CLIENTS = 32;
const FAULTS = ['SIGKILL', 'SIGSEGV', 'SIGSTOP', 'SIGABRT', 'SIGKILL', 'SIGSTOP'] as const;

/** One request; the status and, where there is a problem, its code, or the code of the error. */
function predict(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(`${url}/predict`, {
      agent,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(BODY) },
    });
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const { code = '' } = JSON.parse(text) as { code?: string };
        resolve(`${response.statusCode} ${code}`.trim());
      });
    });
    sent.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
      resolve(code);
    });
    sent.end(BODY);
  });
}

function workersOf({ child }: ServerProcess): number[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return list
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, state]) => Number(parent) === child.pid && !state!.startsWith('Z'))
    .map(([pid]) => Number(pid));
}

describe('workers that fail under load', () => {
  let server: ServerProcess;
  const survivors = new Set<number>();
  afterEach(() => {
    for (const pid of survivors) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    }
    stop(server);
  });

  it('cost one request each, and no other', async () => {
    server = await startServer({ WORKERS: '2', DECODE_TIMEOUT_MS: '1000' });
    await until(() => workersOf(server).length === 2);
    const outcomes: Record<string, number> = {};
    let isOver = false;
    const client = async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      while (!isOver) {
        const outcome = await predict(server.url, agent);
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
      agent.destroy();
    };
    const clients = Array.from({ length: CLIENTS }, client);
    for (const fault of FAULTS) {
      await sleep(600);
      const [pid] = workersOf(server);
      survivors.add(pid!);
      process.kill(pid!, fault);
    }
    // What was stopped last is found out after DECODE_TIMEOUT_MS.
    await sleep(2500);
    isOver = true;
    await Promise.all(clients);
    const {
      200: answered = 0,
      '500 worker_crashed': crashed = 0,
      '504 worker_hung': hung = 0,
      ...others
    } = outcomes;
    expect(others).toEqual({});
    expect(answered).toBeGreaterThan(100);
    const stops = FAULTS.filter((fault) => fault === 'SIGSTOP').length;
    expect(hung).toBeLessThanOrEqual(stops);
    expect(crashed).toBeLessThanOrEqual(FAULTS.length - stops);
    expect(crashed + hung).toBeGreaterThan(0);
  }, 60_000);
});
