import { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ClientGone } from '../../http/request-deadline.js';
import { ndjsonLines, sendLines } from './ndjson.js';

async function* results(count: number, onBegin: (index: number) => void = () => undefined) {
  for (let index = 0; index < count; index++) {
    onBegin(index);
    await turn();
    yield { index, status: index % 2 === 0 ? 200 : 422 };
  }
}

describe('ndjsonLines', () => {
  it('has a line for each result, and one for the counts', async () => {
    const lines: string[] = [];
    for await (const line of ndjsonLines(results(3))) lines.push(line);
    expect(lines).toEqual([
      '{"index":0,"status":200}\n',
      '{"index":1,"status":422}\n',
      '{"index":2,"status":200}\n',
      '{"counts":{"total":3,"succeeded":2,"failed":1}}\n',
    ]);
  });
});

describe('sendLines', () => {
  it('asks for no more results than the other side takes lines', async () => {
    let begun = 0;
    const release: (() => void)[] = [];
    const written: string[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.toString());
        release.push(done);
      },
    });
    const sent = sendLines(ndjsonLines(results(50, () => begun++)), slow);
    for (let i = 0; i < 200; i++) await turn();
    expect(written).toHaveLength(1);
    expect(begun).toBeLessThan(6);
    while (!slow.writableFinished) {
      release.shift()?.();
      await turn();
    }
    await sent;
    expect(written).toHaveLength(51);
    expect(written.at(-1)).toBe('{"counts":{"total":50,"succeeded":25,"failed":25}}\n');
  });

  it('ends the results where the other side closes', async () => {
    let begun = 0;
    const leaving = new Writable({
      write(_chunk, _encoding, done) {
        leaving.destroy();
        done();
      },
    });
    const sent = sendLines(ndjsonLines(results(50, () => begun++)), leaving);
    await expect(sent).rejects.toThrow(ClientGone);
    expect(begun).toBeLessThan(4);
  });

  it('ends the results where the other side closes while it takes nothing', async () => {
    let begun = 0;
    const stalled = new Writable({ highWaterMark: 1, write: () => undefined });
    const sent = sendLines(ndjsonLines(results(50, () => begun++)), stalled);
    sent.catch(() => undefined);
    for (let i = 0; i < 50; i++) await turn();
    stalled.destroy();
    await expect(sent).rejects.toThrow(ClientGone);
    expect(begun).toBeLessThan(4);
  });
});
