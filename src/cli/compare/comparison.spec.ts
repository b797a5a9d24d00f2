import { describe, expect, it } from '@jest/globals';
import type { Reply } from './ask.js';
import { Comparison } from './comparison.js';

const reply = (answer: string, more: Partial<Reply> = {}): Reply => ({
  ...{ status: 200, answer, confidence: 0.9, ms: 5, model: 'frogs/1; kind=onnx' },
  ...more,
});
const failed = (status?: number) => reply('none', { status, confidence: undefined, model: '' });

describe('a comparison', () => {
  it('counts the same answers, refusals included, and the medians of what both classified', () => {
    const comparison = new Comparison();
    comparison.add(
      reply('frog', { ms: 4 }),
      reply('frog', { ms: 6, confidence: 0.84, model: 'frogs/2; kind=onnx' }),
    );
    comparison.add(reply('frog', { ms: 6 }), reply('toad', { ms: 90 }));
    comparison.add(reply('newt', { ms: 8 }), reply('newt', { ms: 10 }));
    comparison.add(reply('newt', { ms: NaN }), reply('newt', { ms: 70 }));
    const refused = { status: 422, confidence: undefined };
    comparison.add(reply('422 image_corrupt', refused), reply('422 image_corrupt', refused));
    expect(comparison.summary()).toEqual({
      models: { old: 'frogs/1; kind=onnx', new: 'frogs/1; kind=onnx' },
      ...{ compared: 5, agreed: 4, differed: 1, requests: 5, failed: 0, restarted: false },
      difference: { old: 'frog', new: 'toad' },
      confidenceGap: expect.closeTo(0.06, 9),
      medianMs: { old: 4, new: 6 },
    });
  });

  it('holds a failure of the new server against it, and takes that of the old one for no measure', () => {
    const comparison = new Comparison();
    comparison.add(reply('frog'), failed(500));
    comparison.add(reply('frog'), failed(undefined));
    comparison.add(failed(503), reply('frog'));
    expect(comparison.summary()).toMatchObject({
      compared: 2,
      agreed: 0,
      differed: 0,
      requests: 3,
      failed: 2,
    });
  });

  it('counts what the new server has counted since the first look, and what it never answered', () => {
    const comparison = new Comparison();
    comparison.count({ requests: 1000, failed: 7, startedAt: 5 });
    comparison.add(reply('frog'), failed(undefined));
    comparison.add(reply('frog'), reply('frog'));
    comparison.count({ requests: 1060, failed: 9, startedAt: 5 });
    expect(comparison.summary()).toMatchObject({ requests: 61, failed: 3, restarted: false });
  });

  it('notices a restart, after which the counts say nothing', () => {
    const comparison = new Comparison();
    comparison.count({ requests: 1000, failed: 7, startedAt: 5 });
    comparison.add(reply('frog'), reply('frog'));
    comparison.count({ requests: 2, failed: 0, startedAt: 6 });
    expect(comparison.summary()).toMatchObject({ requests: 1, failed: 0, restarted: true });
  });
});
