import { describe, expect, it } from '@jest/globals';
import type { Expectation } from '../expected.js';
import { complaints, type Observation } from './judge.js';

const expectation: Expectation = {
  kind: 'size',
  about: '',
  answers: [{ status: 200 }, { status: 422, code: 'image_corrupt' }],
  bytes: 1,
  sha256: '',
};
const bounds = { timeoutMs: 1000, memoryBytes: 100 * 1024 * 1024 };
const good: Observation = {
  reply: { status: 422, code: 'image_corrupt', ms: 5, failure: undefined },
  isHealthy: true,
  peakBytes: 50 * 1024 * 1024,
  formerPeakBytes: undefined,
};
const judge = (observed: Partial<Observation>) => complaints(expectation, { ...good, ...observed }, bounds);

describe('complaints', () => {
  it('has none about any of the answers that are expected', () => {
    expect(judge({})).toEqual([]);
    expect(judge({ reply: { ...good.reply, status: 200, code: undefined } })).toEqual([]);
  });

  it.each([
    { status: 422, code: 'image_too_large' },
    { status: 400, code: 'image_corrupt' },
    { status: 500, code: 'worker_crashed' },
  ])('has one about $status $code', ({ status, code }) => {
    expect(judge({ reply: { ...good.reply, status, code } })).toEqual([
      `answered ${status} ${code}, expected 200 or 422 image_corrupt`,
    ]);
  });

  it('has one about no answer, a late one, and a server that is not healthy', () => {
    const reply = { ...good.reply, status: 0, ms: 1001, failure: 'fetch failed' };
    expect(judge({ reply, isHealthy: false })).toEqual([
      'no answer: fetch failed',
      'took 1001 ms, expected at most 1000',
      'not healthy afterwards',
    ]);
  });

  it('has one about memory, only for the file that took it', () => {
    const peakBytes = 101 * 1024 * 1024;
    expect(judge({ peakBytes })).toEqual(['made it hold 101 MB, expected at most 100']);
    expect(judge({ peakBytes, formerPeakBytes: peakBytes })).toEqual([]);
    expect(judge({ peakBytes: undefined })).toEqual([]);
  });
});
