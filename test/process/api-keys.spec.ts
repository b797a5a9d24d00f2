import { mkdtemp, rename, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { makeKey, type TestKey } from '../support/api-keys.js';
import { run, startServer, stop, type ServerProcess } from '../support/server-process.js';
import { until } from '../support/until.js';

// Each test starts a server, and some wait for it to look at its file.
jest.setTimeout(60_000);

const [one, two, three] = [makeKey('one'), makeKey('two'), makeKey('three')];

describe('API_KEYS_FILE', () => {
  let folder: string;
  let file: string;
  let server: Omit<ServerProcess, 'url'> & { url?: string };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tetrapod-keys-'));
    file = join(folder, 'keys');
  });
  afterEach(async () => {
    stop(server);
    await rm(folder, { recursive: true });
  });

  const start = async (keyFile = file) => {
    server = await startServer({ API_KEYS_FILE: keyFile, WORKERS: '1' });
  };
  const write = (...keys: TestKey[]) =>
    writeFile(file, `# ours\n${keys.map(({ entry }) => `${entry}\n`).join('')}`);
  const statusOf = async ({ key }: TestKey) => {
    const response = await fetch(`${server.url!}/model`, { headers: { Authorization: `Bearer ${key}` } });
    await response.arrayBuffer();
    return response.status;
  };
  const logged = (pattern: RegExp) => until(() => pattern.test(server.output()));
  const lastLine = (pattern: RegExp) =>
    JSON.parse(
      server
        .output()
        .split('\n')
        .filter((line) => pattern.test(line))
        .at(-1)!,
    ) as Record<string, unknown>;

  it('is read again when it changes, so that keys can be replaced without a restart', async () => {
    await write(one, two);
    await start();
    expect(await Promise.all([one, two, three].map(statusOf))).toEqual([200, 200, 401]);
    await write(two, three);
    await logged(/API keys read again/);
    expect(await Promise.all([one, two, three].map(statusOf))).toEqual([401, 200, 200]);
    expect(lastLine(/read again/)).toMatchObject({ added: ['three'], removed: ['one'], changed: [] });
  });

  it('is followed through symbolic links, as Kubernetes replaces a secret', async () => {
    for (const [name, key] of [
      ['..data-1', one],
      ['..data-2', two],
    ] as const) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'keys'), key.entry);
    }
    await symlink('..data-1', join(folder, '..data'));
    await symlink('..data/keys', file);
    await start();
    expect(await statusOf(one)).toBe(200);
    await symlink('..data-2', join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    await logged(/API keys read again/);
    expect(await Promise.all([one, two].map(statusOf))).toEqual([401, 200]);
  });

  it('keeps the old keys where the new file is wrong, empty or gone, and says so once', async () => {
    await write(one);
    await start();
    await writeFile(file, `${one.entry}\n${two.key}\n`);
    await logged(/the new file is wrong/);
    expect(lastLine(/is wrong/)).toMatchObject({
      level: 'error',
      problems: [expect.stringMatching(/^API_KEYS_FILE, line 2: .*a key itself/)],
    });
    await writeFile(file, '');
    await logged(/expected a key at least/);
    await rm(file);
    await logged(/expected a file that can be read at/);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(server.output().match(/stay as they are/g)).toHaveLength(3);
    expect(await statusOf(one)).toBe(200);
    expect(server.output()).not.toContain(two.key);
    await write(two);
    await logged(/API keys read again/);
    expect(await Promise.all([one, two].map(statusOf))).toEqual([401, 200]);
  });

  it('is read at once at SIGHUP, which does not end the server', async () => {
    await write(one);
    await start();
    await write(two);
    process.kill(server.child.pid!, 'SIGHUP');
    await logged(/API keys read again/);
    expect(server.output()).toContain('SIGHUP received');
    expect(await statusOf(two)).toBe(200);
  });

  it('shows the name of the key in the log, and the key nowhere', async () => {
    await write(one);
    await start();
    await statusOf(one);
    await statusOf(two);
    await logged(/GET \/model 401/);
    expect(lastLine(/GET \/model 200/)).toMatchObject({ key: 'one' });
    expect(lastLine(/GET \/model 401/)).not.toHaveProperty('key');
    expect(lastLine(/API keys are required/)).toMatchObject({ keys: ['one'] });
    for (const { key, entry } of [one, two]) {
      expect(server.output()).not.toContain(key.slice(4));
      expect(server.output()).not.toContain(entry.split(':')[1]);
    }
  });
});

describe('the start', () => {
  let server: Omit<ServerProcess, 'url'>;
  afterEach(() => {
    stop(server);
  });

  it.each([
    {
      env: { HOST: '0.0.0.0' },
      says: /HOST: expected API keys .*tetrapod keys new.*AUTH=off.*HOST=127\.0\.0\.1/,
    },
    { env: { API_KEYS: one.entry, AUTH: 'off' }, says: /AUTH: expected auto or keys/ },
    { env: { API_KEYS: `${one.entry},two` }, says: /API_KEYS, entry 2: expected NAME:SHA256/ },
    {
      env: { API_KEYS_FILE: '/no/such/file' },
      says: /API_KEYS_FILE: expected a file .* at \/no\/such\/file; ENOENT/,
    },
    { env: { API_KEYS_FILE: '/dev/null' }, says: /API_KEYS_FILE: expected a file .*it is no file/ },
    { env: { API_KEYS: ' , ' }, says: /API_KEYS, entry 1: .*received nothing/ },
  ])('fails with $env, before a worker has loaded', async ({ env, says }) => {
    server = run(env, [process.execPath, 'dist/main.js']);
    expect(await server.exit).toBe(1);
    expect(server.output()).toMatch(says);
    expect(server.output()).not.toContain('Self-test');
    expect(server.output()).not.toContain('Serving on');
  });
});
