import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { freePorts } from '../support/free-ports.js';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

/** A picture, ready to be sent. */
type Body = string;

/** In milliseconds: shorter than the time-out of a test. */
const LONGEST_MS = 25_000;

async function draw(count: number): Promise<Body[]> {
  return (await drawPictures('224x224', count)).map(({ bytes }) =>
    JSON.stringify({ image_base64: Buffer.from(bytes).toString('base64'), confidence_threshold: 0 }),
  );
}

async function predict(
  { url }: Pick<ServerProcess, 'url'>,
  body: Body,
): Promise<{ status: number; answer: string }> {
  const response = await fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  const { predictions } = (await response.json()) as { predictions?: unknown };
  return { status: response.status, answer: JSON.stringify(predictions) };
}

async function untilReady({ url }: ServerProcess): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; (await fetch(`${url}/health/ready`)).status !== 200;) {
    if (Date.now() > end) throw new Error(`expected ${url} to be ready`);
    await sleep(20);
  }
}

describe('a server that asks another one', () => {
  let started: ServerProcess[];
  let parent: string;
  beforeEach(() => {
    started = [];
    parent = mkdtempSync(join(tmpdir(), 'tetrapod-remote-'));
  });
  afterEach(async () => {
    for (const server of started) stop(server);
    await Promise.all(started.map(({ exit }) => exit));
    rmSync(parent, { recursive: true });
  });

  const start = async (env: Record<string, string>) => {
    const server = await startServer({ WORKERS: '1', ...env });
    started.push(server);
    return server;
  };

  /** A copy of one of test/models with all but the graph. */
  function withoutGraph(name: string): string {
    const folder = join(parent, name);
    cpSync(`${ROOT}test/models/${name}`, folder, { recursive: true });
    rmSync(join(folder, 'onnx'), { recursive: true });
    return folder;
  }

  it.each(['colour-linear', 'nhwc', 'float16', 'uint8', 'label-groups'])(
    'gives the very answers of the other one: %s',
    async (name) => {
      const upstream = await start({ MODEL: `test/models/${name}` });
      const server = await start({
        MODEL: withoutGraph(name),
        INFERENCE_URL: `${upstream.url}/v2/models/${name}`,
      });
      await untilReady(server);
      const pictures = await draw(8);
      const expected = await Promise.all(pictures.map((body) => predict(upstream, body)));
      const received = await Promise.all(pictures.map((body) => predict(server, body)));
      expect(expected.map(({ status }) => status)).toEqual(new Array(8).fill(200));
      expect(new Set(expected.map(({ answer }) => answer)).size).toBeGreaterThan(1);
      expect(received).toEqual(expected);
    },
  );

  it('gives no wrong answer while the other one is killed and started again under load', async () => {
    const [port] = await freePorts(1);
    const upstreamEnv = { PORT: String(port) };
    let upstream = await start(upstreamEnv);
    const server = await start({ INFERENCE_URL: `${upstream.url}/v2/models/tetrapod-simulated` });
    await untilReady(server);
    const pictures = await draw(16);
    const expected: string[] = [];
    for (const body of pictures) expected.push((await predict(upstream, body)).answer);
    expect(new Set(expected).size).toBe(16);
    const statuses = new Map<number, number>();
    const wrong: string[] = [];
    let isLoaded = true;
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let i = client; isLoaded; i++) {
        const { status, answer } = await predict(server, pictures[i % 16]!);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 200 && answer !== expected[i % 16]) wrong.push(answer);
        // So that a thousand failures a second do not keep the other one from starting.
        if (status !== 200) await sleep(20);
      }
    });
    for (let restart = 0; restart < 3; restart++) {
      await sleep(500);
      stop(upstream);
      await upstream.exit;
      upstream = await start(upstreamEnv);
      await untilReady(server);
    }
    await sleep(500);
    isLoaded = false;
    await Promise.all(clients);
    expect(wrong).toEqual([]);
    expect([...statuses.keys()].filter((status) => ![200, 502, 503, 504].includes(status))).toEqual([]);
    expect(statuses.get(200)).toBeGreaterThan(100);
    expect(statuses.get(502)).toBeGreaterThan(0);
    expect(await predict(server, pictures[0]!)).toEqual({ status: 200, answer: expected[0] });
  });
});
