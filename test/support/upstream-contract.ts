import type { UpstreamContract } from '../../src/remote/upstream-contract.js';

/** A model of two classes for pictures of 1x2 pixels; a test changes what it is about. */
export function aContract(changes: Partial<UpstreamContract> = {}): UpstreamContract {
  return {
    input: { name: 'pixel_values', datatype: 'FP32', layout: 'NCHW' },
    output: { name: 'logits', datatype: 'FP32' },
    shape: [3, 1, 2],
    classes: 2,
    takesBatches: true,
    isBinary: true,
    version: undefined,
    ...changes,
  };
}

/** The bytes of a tensor of six numbers, of which the first is to be recognised again. */
export function aTensor(first: number): Uint8Array {
  return new Uint8Array(Float32Array.of(first, 0.1, -0.2, 1e-7, 3, -4.5).buffer);
}
