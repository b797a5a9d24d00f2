/** Upper bounds of durations, in seconds: from what a probe takes to what nobody waits for. */
export const DURATION_BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Millions of pixels, the largest a little above the default of MAX_IMAGE_PIXELS. */
export const MEGAPIXEL_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64];

/** Bytes, in powers of four. */
export const BYTE_BUCKETS = [1e3, 4e3, 16e3, 64e3, 256e3, 1e6, 4e6, 16e6, 64e6];

/** Narrower towards 1, where a model that knows its pictures is nearly always. */
export const CONFIDENCE_BUCKETS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

/** Seconds that the collector stopped the event loop; a request is answered in a few milliseconds. */
export const GC_BUCKETS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** Pictures in one call of the inference server, up to the bound of BATCH_MAX_SIZE. */
export const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
