import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BreakableUpstream, type Fault } from '../support/breakable-upstream.js';
import { freePorts } from '../support/free-ports.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { modelPath } from '../support/tiny-models.js';
import { Replicas } from '../support/replicas.js';
import { run } from '../support/server-process.js';
import type { SteadyLoad } from '../support/steady-load.js';
import { expectUnnoticed, PATIENT_JUDGE, startSmallLoad } from '../support/unnoticed-load.js';
import { until } from '../support/until.js';

const MODEL = modelPath('colour-linear');
/** The delay is longer than the keepalive_timeout of deploy/nginx/canary.conf, as that demands. */
const SETTINGS = { SHUTDOWN_DELAY_MS: '1200', TRUST_PROXY: 'loopback', WORKERS: '1', MODEL };

describe('a new version beside two replicas of the old one, behind nginx and under load', () => {
  let ports: { first: number; second: number; canary: number; front: number };
  let upstream: BreakableUpstream;
  /** A candidate whose answers the upstream can spoil. */
  let remote: Record<string, string>;
  let nginx: Nginx;
  let shares: string;
  let load: SteadyLoad;
  /** Where START, STOP and PROMOTE ask for processes. */
  let control: string;
  /** What runs beside the others when START is asked for. */
  let candidate: Record<string, string>;
  let stable: Record<string, string> = { MODEL_NAME: 'old' };

  const urlOf = (port: number) => `http://127.0.0.1:${port}`;
  const replicas = new Replicas((port) => ({
    ...SETTINGS,
    ...(port === ports.canary ? candidate : stable),
  }));
  const ask = (door: string, port: number | string) => `curl -fsS "${control}${door}?${port}"`;

  beforeAll(async () => {
    const [first, second, canary, front] = (await freePorts(4)) as [number, number, number, number];
    ports = { first, second, canary, front };
    control = await replicas.listen();
    for (const port of [first, second]) replicas.start(port);
    for (const port of [first, second]) await replicas.ready(port);
    upstream = new BreakableUpstream(urlOf(second));
    const model = `${await upstream.listen()}/v2/models/old`;
    remote = { MODEL_NAME: 'new', INFERENCE_URL: model, INFERENCE_TENSORS: 'json' };
    shares = mkdtempSync(join(tmpdir(), 'tetrapod-shares-'));
    chmodSync(shares, 0o755);
    const replaced = { 3001: first, 3002: second, 3003: canary, 8080: front };
    nginx = await startNginx('canary.conf', replaced, front, { '/run/tetrapod/canary': shares });
  }, 60_000);

  afterAll(async () => {
    await replicas.close();
    await upstream.close();
    await nginx.stop();
    rmSync(shares, { recursive: true });
  });

  beforeEach(async () => {
    load = await startSmallLoad(nginx.url);
  });

  // Whatever a test does: nobody may notice.
  afterEach(async () => {
    await load.stop();
    upstream.fault = 'none';
    expectUnnoticed(load, 100);
    expect(readdirSync(shares)).toEqual([]);
    expect(replicas.has(ports.canary)).toBe(false);
  });

  const answeredBy = (name: string) => load.exchanges.filter(({ model }) => model.startsWith(name)).length;

  /** Runs deploy/rollout/nginx.sh. */
  async function rollOut({
    at = () => undefined,
    steps = '10 50 100',
    readySeconds = 25,
  }: {
    /** Called with each share as it begins. */
    at?: (share: number) => void;
    steps?: string;
    readySeconds?: number;
  } = {}) {
    const program = run(
      {
        START: ask('/start', ports.canary),
        STOP: ask('/stop', ports.canary),
        PROMOTE: `deploy/rollout/rolling-restart.sh '${ask('/restart', '$PORT')}' ${urlOf(ports.first)} ${urlOf(ports.second)}`,
        SHARES: shares,
        READY_SECONDS: String(readySeconds),
        STEPS: steps,
        STEP_SECONDS: '2',
        MIN_REQUESTS: '12',
        ...PATIENT_JUDGE,
      },
      ['deploy/rollout/nginx.sh', urlOf(ports.first), urlOf(ports.canary)],
    );
    let told = 0;
    program.child.stdout!.on('data', () => {
      const shown = [...program.output().matchAll(/^canary: (\d+) %$/gm)].map(([, share]) => Number(share));
      for (const share of shown.slice(told)) at(share);
      told = shown.length;
    });
    return { code: await program.exit, output: program.output(), program };
  }

  it('is not even started where nginx would not know a share', async () => {
    const { code, output } = await rollOut({ steps: '10 25' });
    expect(output).toBe("STEPS: expected some of 10, 50 and 100, which canary.conf knows, received '25'\n");
    expect(code).toBe(64);
    // For what every test looks at afterwards.
    await until(() => load.exchanges.length > 100);
  });

  it('gets no request when it cannot load its model', async () => {
    candidate = { MODEL_NAME: 'new', MODEL: modelPath('broken/onnx-truncated') };
    const { code, output } = await rollOut({ readySeconds: 2 });
    expect(output).toContain('canary: it did not get ready, and has had no request');
    expect(code).toBe(1);
    expect(answeredBy('new')).toBe(0);
  }, 60_000);

  it('is withdrawn before any client meets it when it gives other labels', async () => {
    candidate = remote;
    upstream.fault = 'other';
    const { code, output } = await rollOut();
    expect(output).toContain('canary: withdrawn at 0 %');
    expect(output).toMatch(/expected the same answer to at least 99 % of the pictures/);
    expect(code).toBe(1);
    expect(answeredBy('new')).toBe(0);
  }, 60_000);

  it.each<{ fault: Fault; share: number; steps: string; says: RegExp }>([
    {
      fault: 'fails',
      share: 10,
      steps: '10 50 100',
      says: /expected at most 1 % of the requests to fail, but \d+ of \d+ did/,
    },
    {
      fault: 'other',
      share: 50,
      steps: '50 100',
      says: /expected the same answer to at least 99 % of the pictures/,
    },
    {
      fault: 'slow',
      share: 100,
      steps: '100',
      says: /expected a median of the work on a picture of at most 20 times/,
    },
  ])(
    'is withdrawn at $share % with the fault: $fault',
    async ({ fault, share, steps, says }) => {
      candidate = remote;
      const { code, output } = await rollOut({
        steps,
        at: (begun) => {
          if (begun === share) upstream.fault = fault;
        },
      });
      expect(output).toContain(`canary: withdrawn at ${share} %`);
      expect(output).toMatch(says);
      expect(code).toBe(1);
      expect(answeredBy('old')).toBeGreaterThan(0);
    },
    60_000,
  );

  it('takes the place of the old one when it passes at 10, 50 and 100 %', async () => {
    candidate = { MODEL_NAME: 'new' };
    const parts: Record<number, number> = {};
    const mark = { share: 0, at: 0 };
    const { code, output } = await rollOut({
      at: (share) => {
        const since = load.exchanges.slice(mark.at);
        parts[mark.share] = since.filter(({ model }) => model.startsWith('new')).length / since.length;
        Object.assign(mark, { share, at: load.exchanges.length });
        if (share === 100) stable = candidate;
      },
    });
    expect(output).toContain('canary: promoted');
    expect(code).toBe(0);
    expect(parts[0]).toBe(0);
    // Some hundreds of requests each.
    expect(parts[10]).toBeGreaterThan(0.02);
    expect(parts[10]).toBeLessThan(0.25);
    expect(parts[50]).toBeGreaterThan(0.35);
    expect(parts[50]).toBeLessThan(0.65);
    const afterwards = load.exchanges.length;
    await until(() => load.exchanges.length > afterwards + 50);
    expect(load.exchanges.slice(afterwards).filter(({ model }) => !model.startsWith('new/'))).toEqual([]);
  }, 90_000);
});
