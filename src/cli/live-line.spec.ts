import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LiveLine } from './live-line.js';

describe('LiveLine', () => {
  let written: string;
  const stream = (isTTY: boolean, columns?: number) => ({
    isTTY,
    columns,
    write: (text: string) => (written += text),
  });
  beforeEach(() => {
    written = '';
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is drawn over itself while time passes, and leaves nothing behind', () => {
    let done = 0;
    const line = new LiveLine(stream(true, 40), {});
    line.start(() => `${done} files`);
    done = 7;
    jest.advanceTimersByTime(100);
    line.stop();
    jest.advanceTimersByTime(1000);
    expect(written).toBe('\r\x1b[K0 files\r\x1b[K7 files\r\x1b[K');
  });

  it('makes room for other lines once, and comes back', () => {
    const line = new LiveLine(stream(true, 40), {});
    line.start(() => 'x');
    line.clear();
    line.clear();
    jest.advanceTimersByTime(100);
    expect(written).toBe('\r\x1b[Kx\r\x1b[K\r\x1b[Kx');
    line.stop();
  });

  it.each([
    { columns: 12, seen: 'x'.repeat(11) },
    { columns: 0, seen: 'x'.repeat(79) },
    { columns: undefined, seen: 'x'.repeat(79) },
  ])('never fills the last of $columns columns', ({ columns, seen }) => {
    const line = new LiveLine(stream(true, columns), {});
    line.start(() => 'x'.repeat(200));
    expect(written).toBe(`\r\x1b[K${seen}`);
    line.stop();
  });

  it.each([
    { where: 'a file or a pipe', isTTY: false, env: { TERM: 'xterm' } },
    { where: 'a terminal that is TERM=dumb', isTTY: true, env: { TERM: 'dumb' } },
  ])('writes nothing to $where', ({ isTTY, env }) => {
    const line = new LiveLine(stream(isTTY), env);
    expect(line.isVisible).toBe(false);
    line.start(() => 'x');
    line.clear();
    jest.advanceTimersByTime(1000);
    line.stop();
    expect(written).toBe('');
  });
});
