import { describe, expect, it } from '@jest/globals';
import { BodyBuffers } from './body-buffers.js';

const MiB = 1024 * 1024;

describe('BodyBuffers', () => {
  it('gives memory that was given back to the next body of about its size', () => {
    const buffers = new BodyBuffers();
    const first = buffers.take(5 * MiB);
    expect(first.length).toBeGreaterThanOrEqual(5 * MiB);
    buffers.giveBack(first.subarray(10, 20));
    expect(buffers.take(5 * MiB - 1000).buffer).toBe(first.buffer);
  });

  it('gives memory that is in use to nobody else', () => {
    const buffers = new BodyBuffers();
    const [first, second] = [buffers.take(MiB), buffers.take(MiB)];
    expect(first.buffer).not.toBe(second.buffer);
    buffers.giveBack(first);
    buffers.giveBack(first);
    expect(buffers.take(MiB).buffer).toBe(first.buffer);
    expect(buffers.take(MiB).buffer).not.toBe(first.buffer);
  });

  it('does not spend a large buffer on a small body', () => {
    const buffers = new BodyBuffers();
    const large = buffers.take(20 * MiB);
    buffers.giveBack(large);
    expect(buffers.take(MiB).buffer).not.toBe(large.buffer);
  });

  it('keeps no more than a bounded amount', () => {
    const buffers = new BodyBuffers();
    const taken = Array.from({ length: 10 }, () => buffers.take(8 * MiB));
    for (const buffer of taken) buffers.giveBack(buffer);
    const again = new Set(Array.from({ length: 10 }, () => buffers.take(8 * MiB).buffer));
    expect(taken.filter(({ buffer }) => again.has(buffer))).toHaveLength(4);
  });

  it('keeps what is of use now rather than what was', () => {
    const buffers = new BodyBuffers();
    const old = Array.from({ length: 4 }, () => buffers.take(8 * MiB));
    for (const buffer of old) buffers.giveBack(buffer);
    const recent = buffers.take(MiB);
    buffers.giveBack(recent);
    expect(buffers.take(MiB).buffer).toBe(recent.buffer);
  });

  it('passes over memory of others', () => {
    const buffers = new BodyBuffers();
    const foreign = Buffer.allocUnsafeSlow(MiB);
    buffers.giveBack(foreign);
    expect(buffers.take(MiB).buffer).not.toBe(foreign.buffer);
  });
});
