import { describe, expect, it } from '@jest/globals';
import type { Sample } from './sampler.js';
import { NO_ANSWER, unexplainedRows, verdict, type SoakRecord } from './verdict.js';

const MB = 1e6;
const SECONDS = 1800;

/** Half an hour of a server whose memory swings around a level, as it does under load. */
function samples(change: (seconds: number) => Partial<Sample> = () => ({})): Sample[] {
  return Array.from({ length: SECONDS }, (_, seconds) => {
    const swing = 5 * MB * Math.sin(seconds / 7);
    return {
      seconds,
      serverPss: 140 * MB + swing,
      serverRss: 180 * MB + swing,
      elder: 11,
      elderPss: 400 * MB + 4 * swing,
      totalPss: 700 * MB + 8 * swing,
      totalRss: 800 * MB + 8 * swing,
      descriptors: 45 + (seconds % 5),
      workers: 2,
      answers: seconds * 50,
      ...change(seconds),
    };
  });
}

const SOUND: SoakRecord = {
  rows: [
    { what: 'frog.jpg', wanted: '200', received: '200', count: 9000 },
    { what: 'no JSON', wanted: '400 malformed_json', received: '400 malformed_json', count: 500 },
    { what: 'frog.jpg', wanted: '200', received: '500 worker_crashed', count: 2 },
    { what: 'gone', wanted: NO_ANSWER, received: NO_ANSWER, count: 7 },
  ],
  samples: samples(),
  kills: [21, 22, 23],
  ended: [21, 22, 23],
  errorLines: [],
  atRest: { before: 40, after: 40 },
};

const broken = (change: Partial<SoakRecord>) =>
  verdict({ ...SOUND, ...change })
    .filter(({ isKept }) => !isKept)
    .map(({ name }) => name);

describe('the verdict of a soak', () => {
  it('is good where every answer is explained and memory and descriptors are flat', () => {
    expect(broken({})).toEqual([]);
  });

  it.each([
    ['memory of the server', (seconds: number) => ({ serverPss: (140 + seconds * 0.012) * MB })],
    ['memory of the oldest worker', (seconds: number) => ({ elderPss: (400 + seconds * 0.04) * MB })],
    ['memory of server and workers', (seconds: number) => ({ totalPss: (700 + seconds * 0.06) * MB })],
    [
      'open descriptors of the server',
      (seconds: number) => ({ descriptors: 45 + Math.floor(seconds / 200) }),
    ],
  ])('finds a leak: %s', (name, change) => {
    expect(broken({ samples: samples(change) })).toEqual([expect.stringContaining(name)]);
  });

  it('takes no warm-up for a leak', () => {
    const warmingUp = (seconds: number) => ({ serverPss: Math.min(140, 60 + seconds * 0.3) * MB });
    expect(broken({ samples: samples(warmingUp) })).toEqual([]);
  });

  it.each([
    { received: '503 not_ready' },
    { received: 'no answer: ECONNRESET' },
    { received: '200, but another answer than before for the same picture' },
  ])('finds a single answer that nothing explains: $received', ({ received }) => {
    const row = { what: 'frog.jpg', wanted: '200', received, count: 1 };
    const rows = [...SOUND.rows, row];
    expect(broken({ rows })).toEqual(['answers that nothing explains']);
    expect(unexplainedRows(rows)).toEqual([row]);
  });

  it('does not take a 200 for a wrong request', () => {
    const rows = [
      ...SOUND.rows,
      { what: 'no JSON', wanted: '400 malformed_json', received: '200', count: 1 },
    ];
    expect(broken({ rows })).toEqual(['answers that nothing explains']);
  });

  it('finds more crashes than workers that were killed', () => {
    expect(broken({ kills: [21], ended: [21] })).toEqual([expect.stringContaining('answers worker_crashed')]);
  });

  it('finds a worker that ended by itself, also the oldest', () => {
    expect(broken({ ended: [21, 22, 23, 11] })).toEqual(['workers that ended without being killed']);
  });

  it('finds errors in the log, and descriptors that are not closed', () => {
    expect(broken({ errorLines: ['{}'] })).toEqual(['other errors in the log']);
    expect(broken({ atRest: { before: 40, after: 41 } })).toEqual([
      expect.stringContaining('descriptors of the server at rest'),
    ]);
  });

  it('says nothing good of a run without answers or samples', () => {
    const names = broken({ rows: [], samples: [], kills: [], ended: [] });
    expect(names).toContain('answers as the sender had to expect');
    expect(names).toContain('samples after the warm-up');
    expect(names).toContain('memory of the server (PSS), second half against the first');
  });
});
