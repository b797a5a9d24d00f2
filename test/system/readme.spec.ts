import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ROOT, startServer, stop, type ServerProcess } from '../support/server-process.js';

describe('the README', () => {
  let server: ServerProcess;
  afterEach(() => {
    stop(server);
  });

  it('has a first curl that answers with a label when it is pasted', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const command = /```(?:sh|bash)\n(curl [^`]+)```/.exec(readme)![1]!;
    expect(command).toContain('http://127.0.0.1:3000/predict');
    server = await startServer();
    const pasted = command.replaceAll('http://127.0.0.1:3000', server.url);
    const { stdout } = await promisify(execFile)('sh', ['-c', pasted], { cwd: ROOT });
    const answer = JSON.parse(stdout) as { predictions: { label: string }[]; latency_ms: number };
    expect(answer.predictions.length).toBeGreaterThan(0);
    expect(['Mammal', 'Bird', 'Reptile', 'Amphibian']).toContain(answer.predictions[0]!.label);
  }, 20_000);
});
