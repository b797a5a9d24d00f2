import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { blocksUnder, type Block } from '../documents/blocks.js';
import { freePorts } from '../support/free-ports.js';
import { makeKey } from '../support/api-keys.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { Replicas } from '../support/replicas.js';
import { ROOT } from '../support/server-process.js';
import { SteadyLoad } from '../support/steady-load.js';
import { drawBlocks, modelPath, models } from '../support/tiny-models.js';

const DIGEST = (digit: string) => `ghcr.io/me/tetrapod@sha256:${digit.repeat(64)}`;
const KEY = makeKey('on-call', ['predict', 'metrics']);

/** The programs below a heading, one behind the other, as somebody would paste them. */
const programsOf = (blocks: Block[]) => blocks.map(({ text }) => text).join('');
const IN_A_CLUSTER = programsOf(blocksUnder('docs/operations.md', 'In a cluster'));
const ON_ONE_MACHINE = programsOf(blocksUnder('docs/operations.md', 'On one machine'));

interface Ended {
  code: number;
  output: string;
}

describe('the roll-outs of docs/operations.md', () => {
  let folder: string;
  /** Commands of other systems, which stand first on the path. */
  let bin: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tetrapod-operations-'));
    chmodSync(folder, 0o755);
    bin = join(folder, 'bin');
    mkdirSync(bin);
    cpSync(join(ROOT, 'deploy/rollout/make-believe-kubectl.sh'), join(bin, 'kubectl'));
    // Where npm's own settings forbid scripts of packages, npx does not even run those of the folder that it is in.
    command('npx', `shift; exec '${process.execPath}' dist/cli/main.js "$@"`);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function command(name: string, script: string): string {
    const file = join(bin, name);
    writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`, { mode: 0o755 });
    return file;
  }

  /** Runs a section's programs one after the other, as somebody would who pastes them; the first failure ends it. */
  function paste(code: string, env: Record<string, string> = {}): Promise<Ended> {
    return new Promise((resolve) => {
      const options = { cwd: ROOT, env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, ...env } };
      // What was left in the background would go on.
      const pasted = `trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${code}`;
      execFile('bash', ['-e', '-o', 'pipefail', '-c', pasted], options, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
      });
    });
  }

  describe('in a cluster', () => {
    let state: string;
    beforeEach(() => {
      state = mkdtempSync(join(folder, 'state-'));
      writeFileSync(join(state, 'running'), DIGEST('a'));
      writeFileSync(join(state, 'asked'), 'server');
    });
    const cluster = () => ({
      STATE: state,
      API_KEY: KEY.key,
      IMAGE: DIGEST('b'),
      SMOKE_TEST: command('smoke', 'true'),
      JUDGE: command('judge', '[[ -z ${WORSE:-} ]]'),
    });
    const running = () => readFileSync(join(state, 'running'), 'utf8').trim();

    const pasteRollOuts = (env: Record<string, string> = {}) => {
      // The overlays have their namespaces, and the script lays a folder beside them.
      const overlays = join(state, 'overlays');
      cpSync(join(ROOT, 'deploy/kubernetes/overlays'), overlays, { recursive: true });
      const code = IN_A_CLUSTER.replaceAll('deploy/kubernetes/overlays', overlays);
      // Nobody listens in forwarded ports here.
      const forwarded = join(state, 'bin');
      mkdirSync(forwarded);
      writeFileSync(join(forwarded, 'curl'), '#!/bin/sh\n', { mode: 0o755 });
      return paste(`PATH=${forwarded}:$PATH\n${code}`, { ...cluster(), ...env });
    };

    it('rolls out a new model to staging and then to production', async () => {
      const { code, output } = await pasteRollOuts();
      expect(output).toContain(`tetrapod-staging: ${DIGEST('b')} is deployed`);
      expect(output).toContain(`tetrapod: ${DIGEST('b')} is deployed`);
      expect(code).toBe(0);
    });

    it('stops by itself, before production, where no pod gets ready', async () => {
      const { code, output } = await pasteRollOuts({ CANARY_NEVER_READY: '1' });
      expect(output).toContain('canary: it did not get ready, and has had no request');
      expect(output).not.toContain('tetrapod: ');
      expect([code, running()]).toEqual([1, DIGEST('a')]);
    });
  });

  describe('on one machine, behind nginx and under load', () => {
    let ports: Record<3001 | 3002 | 3003 | 8080, number>;
    let srv: string;
    let shares: string;
    let replicas: Replicas;
    let nginx: Nginx;
    let load: SteadyLoad;
    let code: string;

    beforeAll(async () => {
      const [first, second, canary, front] = (await freePorts(4)) as [number, number, number, number];
      ports = { 3001: first, 3002: second, 3003: canary, 8080: front };
      srv = join(folder, 'srv');
      shares = join(folder, 'shares');
      for (const made of ['srv', 'srv/models', 'srv/pictures', 'shares']) mkdirSync(join(folder, made));
      cpSync(modelPath('colour-linear'), join(srv, 'models/frogs-7'), { recursive: true });
      for (const port of [first, second]) symlinkSync(join(srv, 'models/frogs-7'), join(srv, String(port)));
      const { labels, answers } = models['colour-linear']!;
      const truth = ['file,label'];
      for (const { picture, confidences } of answers) {
        writeFileSync(join(srv, 'pictures', `${picture}.png`), await drawBlocks(picture));
        const best = confidences.indexOf(Math.max(...confidences));
        truth.push(`pictures/${picture}.png,${labels[best]}`);
      }
      writeFileSync(join(srv, 'truth.csv'), `${truth.join('\n')}\n`);

      // The unit tetrapod@PORT.
      replicas = new Replicas((port) => ({
        ...{ MODEL: join(srv, String(port)), MODEL_NAME: 'frogs', WORKERS: '1' },
        ...{ SHUTDOWN_DELAY_MS: '1200', TRUST_PROXY: 'loopback' },
      }));
      const control = await replicas.listen();
      command('systemctl', `curl -fsS "${control}/$1?\${2#tetrapod@}"`);
      for (const port of [first, second]) replicas.start(port);
      for (const port of [first, second]) await replicas.ready(port);
      nginx = await startNginx('canary.conf', ports, front, { '/run/tetrapod/canary': shares });

      code = ON_ONE_MACHINE.replaceAll('/srv/tetrapod', srv);
      for (const [from, to] of Object.entries(ports)) code = code.replaceAll(from, String(to));
    }, 60_000);
    afterAll(async () => {
      await replicas.close();
      await nginx.stop();
    });

    beforeEach(async () => {
      rmSync(join(srv, 'models/frogs-8'), { recursive: true, force: true });
      const picture = await drawBlocks('red');
      const body = JSON.stringify({ image_base64: picture.toString('base64') });
      load = new SteadyLoad({ url: nginx.url, clients: 3, body, restMs: 50 });
    });
    // Whatever is rolled out: nobody may notice.
    afterEach(async () => {
      await load.stop();
      expect(load.outcomes).toEqual({ 200: load.exchanges.length });
      expect(load.refused).toBe(0);
      expect(load.exchanges.length).toBeGreaterThan(50);
      expect(readdirSync(shares)).toEqual([]);
    });

    const settings = () => ({
      ...{ SHARES: shares, READY_SECONDS: '20', STEPS: '50', STEP_SECONDS: '2', MIN_REQUESTS: '9' },
      MAX_SLOWDOWN: '20',
      JUDGE: `${process.execPath} dist/cli/main.js compare --pause 20`,
    });
    const newModel = (from: string) => {
      cpSync(modelPath(from), join(srv, 'models/frogs-8'), { recursive: true });
    };
    const versions = async () =>
      Promise.all(
        [ports[3001], ports[3002]].map(async (port) => {
          const { version } = (await (await fetch(`http://127.0.0.1:${port}/model`)).json()) as {
            version: string;
          };
          return version;
        }),
      );

    it('stops at the gate where the folder is broken', async () => {
      const before = await versions();
      newModel('broken/onnx-truncated');
      const { code: exit, output } = await paste(code, settings());
      expect(output).toMatch(/^tetrapod: onnx\/model\.onnx: expected/m);
      expect(exit).toBe(1);
      expect(output).not.toContain('canary');
      expect(await versions()).toEqual(before);
    }, 60_000);

    it('stops at the gate where the model is not right often enough', async () => {
      newModel('nhwc');
      const wrong = join(srv, 'wrong.csv');
      writeFileSync(wrong, 'file,label\npictures/red.png,greenish\n');
      const { code: exit, output } = await paste(code.replaceAll(join(srv, 'truth.csv'), wrong), settings());
      expect(output).toContain('is below --min-accuracy 0.9');
      expect(output).not.toContain('canary');
      expect(exit).toBe(1);
    }, 60_000);

    it('stops at the first replica where gates and canary are left out, and the other goes on answering', async () => {
      newModel('broken/onnx-truncated');
      const rest = `export NEW=${join(srv, 'models/frogs-8')}\n${/^export RESTART=.*$/m.exec(code)![0]}\n`;
      const restart = `deploy/rollout/rolling-restart.sh "$RESTART" http://127.0.0.1:${ports[3001]} http://127.0.0.1:${ports[3002]}`;
      const { code: exit, output } = await paste(rest + restart, { READY_SECONDS: '3' });
      expect(output).toContain(
        `http://127.0.0.1:${ports[3001]}: not ready after 3 s; stopped here, the other replicas are as they were`,
      );
      expect(exit).toBe(1);
      const answered = load.exchanges.length;
      // What is left of it, and the way back.
      const back = await paste(`${rest}export NEW=${join(srv, 'models/frogs-7')}\n${restart}`, {
        READY_SECONDS: '20',
      });
      expect(back.code).toBe(0);
      expect(load.exchanges.length).toBeGreaterThan(answered);
    }, 60_000);

    it('puts a model that passes all gates into every replica', async () => {
      const [before] = await versions();
      newModel('nhwc');
      const { code: exit, output } = await paste(code, settings());
      expect(output).toContain('canary: promoted');
      expect(exit).toBe(0);
      const [first, second] = await versions();
      expect(first).toBe(second);
      expect(first).not.toBe(before);
      expect(replicas.has(ports[3003])).toBe(false);
      expect(existsSync(join(srv, String(ports[3003])))).toBe(true);
    }, 90_000);
  });
});
