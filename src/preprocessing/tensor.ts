/** A batch of pictures as a model takes it: 32-bit floats in NCHW order (batch, channel, row, column). */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly [batch: number, channels: number, height: number, width: number];
}
