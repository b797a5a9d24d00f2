import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { blocksUnder } from '../documents/blocks.js';
import { makeKey } from '../support/api-keys.js';
import { PastedPrograms, programsOf } from '../support/pasted-programs.js';
import { ROOT } from '../support/server-process.js';

const DIGEST = (digit: string) => `ghcr.io/me/tetrapod@sha256:${digit.repeat(64)}`;
const KEY = makeKey('on-call', ['predict', 'metrics']);
const IN_A_CLUSTER = programsOf(blocksUnder('docs/operations.md', 'In a cluster'));

describe('the roll-outs of docs/operations.md in a cluster', () => {
  const shell = new PastedPrograms();
  let state: string;
  beforeEach(() => {
    state = mkdtempSync(join(shell.folder, 'state-'));
    writeFileSync(join(state, 'running'), DIGEST('a'));
    writeFileSync(join(state, 'asked'), 'server');
  });
  afterAll(() => {
    shell.remove();
  });

  const cluster = () => ({
    STATE: state,
    API_KEY: KEY.key,
    IMAGE: DIGEST('b'),
    SMOKE_TEST: shell.command('smoke', 'true'),
    JUDGE: shell.command('judge', '[[ -z ${WORSE:-} ]]'),
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
    return shell.paste(`PATH=${forwarded}:$PATH\n${code}`, { ...cluster(), ...env });
  };

  it('put a new model into staging and then into production', async () => {
    const { code, output } = await pasteRollOuts();
    expect(output).toContain(`tetrapod-staging: ${DIGEST('b')} is deployed`);
    expect(output).toContain(`tetrapod: ${DIGEST('b')} is deployed`);
    expect(code).toBe(0);
  });

  it('stop by themselves, before production, where no pod gets ready', async () => {
    const { code, output } = await pasteRollOuts({ CANARY_NEVER_READY: '1' });
    expect(output).toContain('canary: it did not get ready, and has had no request');
    expect(output).not.toContain('tetrapod: ');
    expect([code, running()]).toEqual([1, DIGEST('a')]);
  });
});
