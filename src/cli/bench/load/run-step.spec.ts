import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  answerJson,
  answerRight,
  FakeTetrapod,
  LABELS,
  RIGHT,
} from '../../../../test/support/fake-tetrapod.js';
import { predictRequest } from '../http/request.js';
import { targetOf } from '../http/target.js';
import { AnswerChecker } from './answer-checker.js';
import { runStep } from './run-step.js';
import type { Load, Step } from './step.js';

describe('runStep', () => {
  let fake: FakeTetrapod;
  afterEach(() => fake.close());

  async function run(
    answer: (response: ServerResponse, count: number) => void,
    step: Partial<Step> = {},
    onMeasuring?: () => void,
  ) {
    fake = await FakeTetrapod.start(answer);
    const target = targetOf(new URL(fake.url));
    const load: Load = {
      target,
      requests: ['a', 'b'].map((picture) => predictRequest(target, Buffer.from(picture))),
      expected: [RIGHT, RIGHT],
      labels: LABELS,
    };
    return runStep(
      load,
      new AnswerChecker(load.expected, LABELS),
      { connections: 4, warmUpMs: 0, durationMs: 300, maxRequests: 1_000_000, ...step },
      onMeasuring,
    );
  }

  it('keeps as many requests in flight as there are connections, over the same connections', async () => {
    const result = await run((response) => setTimeout(answerRight, 20, response), { durationMs: 1000 });
    expect({ most: fake.mostInFlight, connections: fake.connections }).toEqual({ most: 4, connections: 4 });
    expect(result).toMatchObject({ answers: fake.predicted, sent: fake.predicted, wrong: 0, errors: {} });
    expect(result.answers).toBeGreaterThanOrEqual(8);
  });

  it('waits for what is in flight when the time is up, and counts it', async () => {
    const result = await run((response) => setTimeout(answerRight, 600, response));
    expect(result).toMatchObject({ answers: 4, sent: 4, errors: {} });
    expect(result.seconds).toBeGreaterThan(0.55);
    expect(result.latency.p50).toBeGreaterThan(550);
  });

  it('leaves out the warm-up', async () => {
    let warmedUp = 0;
    const result = await run(answerRight, { warmUpMs: 100 }, () => (warmedUp = fake.predicted));
    expect(warmedUp).toBeGreaterThan(0);
    expect(result.answers).toBe(fake.predicted - warmedUp);
    expect(result.sent).toBe(fake.predicted);
  });

  it('sends no more than it may, and most of that after the warm-up', async () => {
    const result = await run(answerRight, { warmUpMs: 10_000, durationMs: 10_000, maxRequests: 50 });
    expect({ answers: result.answers, sent: result.sent, asked: fake.predicted }).toEqual({
      answers: 40,
      sent: 50,
      asked: 50,
    });
  });

  it('counts failures by what they are, and does not hurry after them', async () => {
    const result = await run((response, count) => {
      if (count === 1) answerJson(response, {}, 503);
      else if (count === 2) response.destroy();
      else if (count === 3) answerJson(response, {}, 500);
      else answerJson(response, {}, 503);
    });
    const { closed = 0, ECONNRESET = 0, ...statuses } = result.errors;
    expect(closed + ECONNRESET).toBe(1);
    expect(statuses['500']).toBe(1);
    expect(statuses['503']).toBeGreaterThanOrEqual(2);
    expect(result).toMatchObject({ answers: 0, wrong: 0, latency: { p50: NaN, p99: NaN } });
    // 4 connections for 300 ms with pauses of 100 ms.
    expect(fake.predicted).toBeLessThanOrEqual(16);
  });

  it('counts wrong answers apart, and keeps what was wrong with the first', async () => {
    const result = await run((response, count) => {
      if (count === 2)
        answerJson(response, { predictions: [{ label: 'Fish', confidence: 1 }], latency_ms: 1 });
      else answerRight(response);
    });
    expect(result).toMatchObject({ wrong: 1, firstWrong: expect.stringContaining('labels of GET /model') });
    expect(result.answers).toBe(fake.predicted - 1);
  });
});
