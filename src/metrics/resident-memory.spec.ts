import { describe, expect, it } from '@jest/globals';
import { residentBytes } from './resident-memory.js';

describe('residentBytes', () => {
  it('reads the kilobytes of what Linux says of a process', () => {
    expect(residentBytes('Name:\tnode\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\nThreads:\t11\n')).toBe(
      100 * 1024 * 1024,
    );
  });

  it('knows nothing of a process that is ending', () => {
    expect(residentBytes('Name:\tnode\nState:\tZ (zombie)\n')).toBeUndefined();
  });
});
