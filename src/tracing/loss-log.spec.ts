import { describe, expect, it } from '@jest/globals';
import { LossLog } from './loss-log.js';

function start() {
  const lines: string[] = [];
  const time = { now: 0 };
  const log = new LossLog({ warn: (line: string) => lines.push(line) }, () => time.now);
  return { log, lines, time };
}

describe('the log of lost spans', () => {
  it('tells of the first at once, and of the others together, every ten seconds', () => {
    const { log, lines, time } = start();
    log.lost(512, 'the collector answered 503');
    log.lost(512, 'the collector answered 503');
    time.now = 9999;
    log.lost(1, 'the collector answered 503');
    expect(lines).toHaveLength(1);
    time.now = 10_000;
    log.lost(2, 'the collector answered 500');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('512 spans');
    expect(lines[1]).toMatch(/515 spans .*answered 500/);
  });

  it('tells at the end of those that it has not told of', () => {
    const { log, lines } = start();
    log.end();
    expect(lines).toEqual([]);
    log.lost(1, 'the queue was full');
    log.lost(7, 'the queue was full');
    log.end();
    log.end();
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('7 spans');
  });
});
