import { describe, expect, it } from '@jest/globals';
import { AppConfig } from '../config/app-config.js';
import { ExplanationSlots } from './explanation-slots.js';

const slotsOf = (EXPLAIN_CONCURRENCY: string) =>
  new ExplanationSlots(AppConfig.fromEnvironment({ EXPLAIN_CONCURRENCY }));

/** Work that lasts until it is ended. */
function work() {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { end, run: () => ended };
}

describe('ExplanationSlots', () => {
  it('are as many as EXPLAIN_CONCURRENCY says; who comes then is told when to come again', async () => {
    const slots = slotsOf('2');
    const [one, other] = [work(), work()];
    const running = [slots.run(one.run), slots.run(other.run)];
    await expect(slots.run(one.run)).rejects.toMatchObject({
      code: 'overloaded',
      message: expect.stringContaining('2 (EXPLAIN_CONCURRENCY)') as unknown,
      headers: { 'Retry-After': '1' },
    });
    one.end();
    await running[0];
    expect(slots.refusal()).toBeUndefined();
    other.end();
    await running[1];
  });

  it('are given back by work that fails', async () => {
    const slots = slotsOf('1');
    await expect(slots.run(() => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed');
    expect(await slots.run(() => Promise.resolve('done'))).toBe('done');
  });

  it('are none where explanations are switched off, and say so', async () => {
    await expect(slotsOf('0').run(() => Promise.resolve())).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('switched off here (EXPLAIN_CONCURRENCY=0)') as unknown,
    });
  });
});
