import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { blocksUnder } from '../documents/blocks.js';
import { freePorts } from '../support/free-ports.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { PastedPrograms, programsOf } from '../support/pasted-programs.js';
import { Replicas } from '../support/replicas.js';
import type { SteadyLoad } from '../support/steady-load.js';
import { drawBlocks, modelPath, models } from '../support/tiny-models.js';
import { expectUnnoticed, PATIENT_JUDGE, startSmallLoad } from '../support/unnoticed-load.js';

const ON_ONE_MACHINE = programsOf(blocksUnder('docs/operations.md', 'On one machine'));

describe('the roll-outs of docs/operations.md on one machine, behind nginx and under load', () => {
  const shell = new PastedPrograms();
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
    srv = join(shell.folder, 'srv');
    shares = join(shell.folder, 'shares');
    for (const made of ['srv', 'srv/models', 'srv/pictures', 'shares']) mkdirSync(join(shell.folder, made));
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
    shell.command('systemctl', `curl -fsS "${control}/$1?\${2#tetrapod@}"`);
    for (const port of [first, second]) replicas.start(port);
    for (const port of [first, second]) await replicas.ready(port);
    nginx = await startNginx('canary.conf', ports, front, { '/run/tetrapod/canary': shares });

    code = ON_ONE_MACHINE.replaceAll('/srv/tetrapod', srv);
    for (const [from, to] of Object.entries(ports)) code = code.replaceAll(from, String(to));
  }, 60_000);
  afterAll(async () => {
    await replicas.close();
    await nginx.stop();
    shell.remove();
  });

  beforeEach(async () => {
    rmSync(join(srv, 'models/frogs-8'), { recursive: true, force: true });
    load = await startSmallLoad(nginx.url);
  });
  // Whatever is rolled out: nobody may notice.
  afterEach(async () => {
    await load.stop();
    expectUnnoticed(load, 50);
    expect(readdirSync(shares)).toEqual([]);
  });

  const settings = () => ({
    ...{ SHARES: shares, READY_SECONDS: '20', STEPS: '50', STEP_SECONDS: '2', MIN_REQUESTS: '9' },
    ...PATIENT_JUDGE,
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
    const { code: exit, output } = await shell.paste(code, settings());
    expect(output).toMatch(/^tetrapod: onnx\/model\.onnx: expected/m);
    expect(exit).toBe(1);
    expect(output).not.toContain('canary');
    expect(await versions()).toEqual(before);
  }, 60_000);

  it('stops at the gate where the model is not right often enough', async () => {
    newModel('nhwc');
    const wrong = join(srv, 'wrong.csv');
    writeFileSync(wrong, 'file,label\npictures/red.png,greenish\n');
    const { code: exit, output } = await shell.paste(
      code.replaceAll(join(srv, 'truth.csv'), wrong),
      settings(),
    );
    expect(output).toContain('is below --min-accuracy 0.9');
    expect(output).not.toContain('canary');
    expect(exit).toBe(1);
  }, 60_000);

  it('stops at the first replica where gates and canary are left out, and the other goes on answering', async () => {
    newModel('broken/onnx-truncated');
    const rest = `export NEW=${join(srv, 'models/frogs-8')}\n${/^export RESTART=.*$/m.exec(code)![0]}\n`;
    const restart = `deploy/rollout/rolling-restart.sh "$RESTART" http://127.0.0.1:${ports[3001]} http://127.0.0.1:${ports[3002]}`;
    const { code: exit, output } = await shell.paste(rest + restart, { READY_SECONDS: '3' });
    expect(output).toContain(
      `http://127.0.0.1:${ports[3001]}: not ready after 3 s; stopped here, the other replicas are as they were`,
    );
    expect(exit).toBe(1);
    const answered = load.exchanges.length;
    // What is left of it, and the way back.
    const back = await shell.paste(`${rest}export NEW=${join(srv, 'models/frogs-7')}\n${restart}`, {
      READY_SECONDS: '20',
    });
    expect(back.code).toBe(0);
    expect(load.exchanges.length).toBeGreaterThan(answered);
  }, 60_000);

  it('puts a model that passes all gates into every replica', async () => {
    const [before] = await versions();
    newModel('nhwc');
    const { code: exit, output } = await shell.paste(code, settings());
    expect(output).toContain('canary: promoted');
    expect(exit).toBe(0);
    const [first, second] = await versions();
    expect(first).toBe(second);
    expect(first).not.toBe(before);
    expect(replicas.has(ports[3003])).toBe(false);
    expect(existsSync(join(srv, String(ports[3003])))).toBe(true);
  }, 90_000);
});
