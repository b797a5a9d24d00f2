import { describe, expect, it } from '@jest/globals';
import { OutageLog } from './outage-log.js';

describe('OutageLog', () => {
  it('tells of an outage when it begins, once a minute, and when it ends', () => {
    let now = 0;
    const lines: object[] = [];
    const add = (line: object) => void lines.push(line);
    const outage = new OutageLog({ log: add, error: add }, 'requests pass', () => now);
    outage.succeeded();
    for (; now < 90_000; now += 100) outage.failed(new Error('connection refused'));
    outage.succeeded();
    outage.succeeded();
    outage.failed(undefined);
    expect(lines).toEqual([
      { msg: 'Redis fails: requests pass', reason: 'connection refused', failures: 1 },
      { msg: 'Redis fails: requests pass', reason: 'connection refused', failures: 601 },
      { msg: 'Redis counts again', failures: 900 },
      { msg: 'Redis fails: requests pass', reason: 'it does not answer', failures: 1 },
    ]);
  });
});
