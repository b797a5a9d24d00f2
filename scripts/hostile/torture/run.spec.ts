import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('./run.ts', import.meta.url));
let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A server that gives all pictures the same answer. */
async function answering(status: number, code?: string): Promise<{ url: string; keys: unknown[] }> {
  const keys: unknown[] = [];
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/predict') keys.push(request.headers['x-api-key']);
      response.statusCode = request.url === '/predict' ? status : 200;
      response.end(JSON.stringify({ code }));
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys };
}

function torture(...args: string[]): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', SCRIPT, ...args], (error, stdout, stderr) => {
      resolve({ exitCode: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}

describe('npm run torture', () => {
  it('exits 0 where every answer is as expected, and sends the key', async () => {
    const { url, keys } = await answering(415, 'unsupported_image_format');
    const { exitCode, output } = await torture(url, '--only', 'reference-', '--api-key', 'abc');
    expect(output).toMatch(/reference-entity\.svg +\d+ +415 unsupported_image_format/);
    expect(output).toMatch(/ 0 unexpected\n$/);
    expect(exitCode).toBe(0);
    expect(new Set(keys)).toEqual(new Set(['abc']));
  }, 30_000);

  it('exits 1 and names the files where a server takes what it has to refuse', async () => {
    const { url } = await answering(200);
    const { exitCode, output } = await torture(url, '--only', 'reference-', '--quiet');
    expect(output).toMatch(/reference-entity\.svg .*answered 200, expected 415 unsupported_image_format/);
    expect(exitCode).toBe(1);
  }, 30_000);

  it.each([
    [],
    ['no-url'],
    ['http://127.0.0.1:1', '--memory-mb', '5'],
    ['http://127.0.0.1:1', '--timeout', 'x'],
  ])(
    'exits 2 with its usage for %j %j %j',
    async (...args) => {
      const { exitCode, output } = await torture(...args);
      expect(output).toMatch(/^torture: .*[\s\S]*npm run torture -- URL/);
      expect(exitCode).toBe(2);
    },
    30_000,
  );
});
