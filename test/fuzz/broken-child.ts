import { workThrough } from '../../scripts/fuzz/child.js';
import type { Target } from '../../scripts/fuzz/target.js';
import { readImageHeader } from '../../src/decoding/header/image-header.js';

/** One in so many pictures is given to the fault. */
const RARE = 17;

const FAULTS: Record<string, () => void> = {
  crash: () => {
    process.abort();
  },
  hang: () => {
    for (;;);
  },
};

/** A fuzz child whose engine crashes or hangs now and then, as its name says, and else refuses everything. */
await workThrough((name): Promise<Target> => {
  const decode = (bytes: Uint8Array) => {
    if (bytes.length % RARE === 0) FAULTS[name]!();
    readImageHeader(new Uint8Array(), 1);
    return Promise.reject(new Error('not reached'));
  };
  return Promise.resolve({
    name,
    formats: ['bmp'],
    throws: 'anything',
    readsHeaders: false,
    reads: () => true,
    sizeOf: ({ width, height }) => ({ width, height }),
    decode,
  });
});
