import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROOT } from '../support/server-process.js';
import { FROG, FROG_ANSWER, HALF, jsonLines } from './classify-lines.js';
import { lines, tetrapod } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tetrapod-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('tetrapod classify: what it writes', () => {
  it('writes an aligned table for people, in the order of the input', async () => {
    const { code, stdout, stderr } = await tetrapod(['classify', FROG, 'docs/pictures/fox.jpg']);
    expect(stdout).toMatch(
      /^label {6}confidence {5}latency {2}file\nAmphibian {6}0\.9340 +\d+\.\d ms {2}docs\/pictures\/frog\.jpg\nAmphibian {6}0\.5204 +\d+\.\d ms {2}docs\/pictures\/fox\.jpg\n$/,
    );
    expect(stderr).toContain('tetrapod: The model is SIMULATED');
    expect(lines(stderr).at(-1)).toMatch(/^2 pictures, 0 bad, \d+\.\d files\/s$/);
    expect(code).toBe(0);
  });

  it('writes neither colours nor a bar where nobody has a terminal', async () => {
    const { stdout, stderr } = await tetrapod(['classify', 'test/pictures/valid', HALF]);
    expect(stdout + stderr).not.toContain('\x1b');
    expect(stderr).not.toContain('\r');
    expect(lines(stderr)).toHaveLength(3);
  });

  it('writes one JSON object a line, for good and bad files', async () => {
    const { code, stdout, stderr } = await tetrapod(['classify', '--json', FROG, HALF, 'nope.png']);
    const [frog, half, nope] = jsonLines(stdout);
    expect(frog).toEqual({ file: FROG, predictions: [FROG_ANSWER], latency_ms: expect.any(Number) });
    expect(half).toEqual({ file: HALF, problem: { code: 'image_corrupt', detail: expect.any(String) } });
    expect(nope).toMatchObject({ file: 'nope.png', problem: { code: 'file_not_found' } });
    expect(stderr).toContain(`tetrapod: ${HALF}: image_corrupt: expected a whole PNG`);
    expect(stderr).toContain('tetrapod: nope.png: file_not_found: ');
    expect(lines(stderr).at(-1)).toMatch(/^3 pictures, 2 bad, /);
    expect(code).toBe(1);
  });

  it('writes CSV with a header, a row for each label, and errors', async () => {
    const odd = join(folder, 'a "frog", green.jpg');
    await copyFile(join(ROOT, FROG), odd);
    const { code, stdout } = await tetrapod(['classify', '--csv', '--threshold', '0.03', odd, HALF]);
    const quoted = `"${odd.replaceAll('"', '""')}"`;
    const [head, first, second, bad, ...rest] = lines(stdout);
    expect(head).toBe('file,label,confidence,latency_ms,error');
    expect(first).toMatch(/,Amphibian,0\.9339845,\d+(\.\d+)?,$/);
    expect(second).toMatch(/,Mammal,0\.0372155,\d+(\.\d+)?,$/);
    for (const row of [first, second]) expect(row!.startsWith(quoted)).toBe(true);
    expect(bad).toBe(`${HALF},,,,image_corrupt`);
    expect(rest).toEqual([]);
    expect(code).toBe(1);
  });

  it('shows a picture of which no label reaches the threshold, in every format', async () => {
    const args = ['classify', '--threshold', '0.95', FROG];
    expect((await tetrapod(args)).stdout).toMatch(/\n- +\d+\.\d ms {2}docs\/pictures\/frog\.jpg\n$/);
    expect((await tetrapod([...args, '--csv'])).stdout).toMatch(/\ndocs\/pictures\/frog\.jpg,,,[\d.]+,\n$/);
    const json = await tetrapod([...args, '--json']);
    expect(jsonLines(json.stdout)[0]).toMatchObject({ predictions: [] });
    expect(json.code).toBe(0);
  });

  it('answers with as many labels as --top-k allows', async () => {
    const { stdout } = await tetrapod(['classify', '--json', '--threshold', '0', '--top-k', '2', FROG]);
    expect(jsonLines(stdout)[0]!.predictions).toEqual([
      FROG_ANSWER,
      { label: 'Mammal', confidence: 0.0372155 },
    ]);
  });
});
