import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROOT } from '../support/server-process.js';
import { lines, tetrapod } from './run-cli.js';

// Each test starts a process or a few.
jest.setTimeout(60_000);

/**
 * What the simulated model answers, and what is said to be true of each picture:
 *
 *     frog           Amphibian 0.9340   Amphibian   right
 *     frog-small     Amphibian 0.6779   Amphibian   right
 *     fox            Amphibian 0.5204   Mammal      wrong
 *     gecko          Reptile   0.5460   Reptile     right
 *     kingfisher     Mammal    0.6112   Bird        wrong
 *     photo-like     Reptile   0.5825   none        wrong, as it is over 0.5
 *     png-rgb-trns   Bird      0.4515   none        right, as it is below 0.5
 *     bmp-1bit       Mammal    0.4579   Mammal      right, however low
 */
const TRUTH = `file,label
docs/pictures/frog.jpg,Amphibian
docs/pictures/frog-small.jpg,Amphibian
docs/pictures/fox.jpg,"Mammal"
docs/pictures/gecko.jpg,Reptile
docs/pictures/kingfisher.jpg,Bird
docs/pictures/photo-like-500x375.jpg,none
test/pictures/valid/png-rgb-trns.png,
test/pictures/valid/bmp-1bit.bmp,Mammal
`;

interface Report {
  pictures: number;
  bad: number;
  accuracy: number;
  accuracy_95: [number, number];
  correct: number;
  labels: object[];
  confusion: object;
  ece: number;
  reliability: { count: number }[];
  latency_ms: { p50: number; p95: number; p99: number };
  pictures_per_second: number;
}

let folder: string;
const write = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tetrapod-truth-'));
});
afterAll(() => rm(folder, { recursive: true }));

const evaluate = async (text: string, ...args: string[]) => {
  const truth = await write('truth.csv', text);
  return tetrapod(['evaluate', '--truth', truth, '--root', ROOT, ...args]);
};

describe('tetrapod evaluate', () => {
  it('finds the figures that were worked by hand', async () => {
    const { code, stdout, stderr } = await evaluate(TRUTH, '--json');
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ pictures: 8, bad: 0, correct: 5, accuracy: 0.625 });
    // Wilson for 5 of 8: (0.625 + 0.240091 ± 1.959964 · √(0.0292969 + 0.0150057)) / 1.480182
    expect(report.accuracy_95).toEqual([expect.closeTo(0.305742, 4), expect.closeTo(0.863156, 4)]);
    expect(report.labels).toEqual([
      { label: 'Mammal', precision: 0.5, recall: 0.5, f1: 0.5, support: 2 },
      { label: 'Bird', precision: null, recall: 0, f1: 0, support: 1 },
      { label: 'Reptile', precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
      { label: 'Amphibian', precision: 2 / 3, recall: 1, f1: 0.8, support: 2 },
      { label: null, precision: null, recall: 0.5, f1: null, support: 2 },
    ]);
    expect(report.confusion).toEqual({
      labels: ['Mammal', 'Bird', 'Reptile', 'Amphibian', null],
      rows_are: 'truth',
      counts: [
        [1, 0, 0, 1, 0],
        [1, 0, 0, 0, 0],
        [0, 0, 1, 0, 0],
        [0, 0, 0, 2, 0],
        [0, 0, 1, 0, 1],
      ],
    });
    // Six pictures show a label. Bins: 0.4579 right; 0.5204 wrong; 0.5460 right; 0.6112 wrong; 0.6779 right;
    // 0.9340 right: each is alone in its bin but for none, so the gaps are averaged:
    // (0.5421 + 0.5204 + 0.4540 + 0.6112 + 0.3221 + 0.0660) / 6
    expect(report.ece).toBeCloseTo(0.4193, 3);
    expect(report.reliability.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(report.latency_ms.p50).toBeLessThanOrEqual(report.latency_ms.p95);
    expect(report.latency_ms.p95).toBeLessThanOrEqual(report.latency_ms.p99);
    expect(report.pictures_per_second).toBeGreaterThan(0);
    expect(lines(stderr).at(-1)).toMatch(/^8 pictures, 0 bad, /);
    expect(code).toBe(0);
  });

  it('writes them for people', async () => {
    const { stdout } = await evaluate(TRUTH);
    expect(stdout).toContain('accuracy 0.6250 (5 of 8), 95 % interval 0.3057 to 0.8632\n');
    expect(stdout).toContain('  label      precision  recall      F1  support\n');
    expect(stdout).toContain('  Amphibian     0.6667  1.0000  0.8000        2\n');
    expect(stdout).toContain('  none               -  0.5000       -        2\n');
    expect(stdout).toContain('             Mammal  Bird  Reptile  Amphibian  none\n');
    expect(stdout).toContain('  none            0     0        1          0     1\n');
    expect(stdout).toContain('calibration expected calibration error 0.4193 over 6 pictures\n');
    expect(stdout).toMatch(/ {2}0\.933-1\.000 +1 {2}0\.9340 +1\.0000\n/);
    expect(stdout).toMatch(
      /speed with \d+ at a time: p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms; [\d.]+ pictures\/s\n/,
    );
    for (const line of lines(stdout)) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('judges pictures that show none by the threshold', async () => {
    const accuracy = async (threshold: string) => {
      const { stdout } = await evaluate(TRUTH, '--json', '--threshold', threshold);
      return (JSON.parse(stdout) as Report).correct;
    };
    expect(await accuracy('0.6')).toBe(6);
    expect(await accuracy('0.45')).toBe(4);
  });

  it.each([
    { bound: '0.625', code: 0 },
    { bound: '0.626', code: 1 },
  ])('exits $code with --min-accuracy $bound', async ({ bound, code }) => {
    const ended = await evaluate(TRUTH, '--min-accuracy', bound);
    expect(ended.code).toBe(code);
    const line = `tetrapod: the accuracy 0.6250 (5 of 8) is below --min-accuracy ${bound}\n`;
    expect(ended.stderr.includes(line)).toBe(code === 1);
  });

  it('starts relative paths beside the truth file', async () => {
    const file = join(folder, 'frog.jpg');
    await copyFile(join(ROOT, 'docs/pictures/frog.jpg'), file);
    const truth = await write('beside.csv', `frog.jpg,Amphibian\n${file},Amphibian\n`);
    const { code, stdout } = await tetrapod(['evaluate', '--truth', truth]);
    expect(stdout).toContain('accuracy 1.0000 (2 of 2)');
    expect(code).toBe(0);
  });

  it('counts missing files as bad, leaves them out of the figures, and exits 1', async () => {
    const { code, stdout, stderr } = await evaluate(`${TRUTH}nope.jpg,Bird\n`, '--min-accuracy', '0.5');
    expect(stdout).toContain('(5 of 8)');
    expect(stderr).toMatch(/tetrapod: \S+nope\.jpg: file_not_found: /);
    expect(lines(stderr).at(-1)).toMatch(/^9 pictures, 1 bad, /);
    expect(code).toBe(1);
    const none = await evaluate('nope.jpg,Bird\n');
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain('tetrapod: no picture could be classified');
  });

  it.each([
    {
      text: `${TRUTH}x.jpg,Fish\n`,
      says: /truth\.csv, line 10: the model has no label "Fish"; it has Mammal, Bird/,
    },
    { text: 'x.jpg\n', says: /truth\.csv, line 1: expected file,label, received 1 field/ },
    { text: '', says: /truth\.csv, line 1: expected lines of file,label, received none/ },
  ])('refuses a truth that cannot be used, and exits 2: $says', async ({ text, says }) => {
    const { code, stdout, stderr } = await evaluate(text);
    expect(stderr).toMatch(says);
    expect(lines(stderr).at(-1)).toMatch(/^tetrapod: --truth .+; see tetrapod evaluate --help$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
