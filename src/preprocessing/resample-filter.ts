/** The resampling filters of Pillow that are honoured, by the names of its `Image.Resampling`. */
export type ResampleFilter = 'nearest' | 'lanczos' | 'bilinear' | 'bicubic';

/** A kernel that weighs input pixels by their distance from the output pixel's centre. */
export interface Kernel {
  /** Beyond this distance, in pixels, the weight is 0. */
  readonly support: number;
  weight(distance: number): number;
}

/** Source: Pillow, src/libImaging/Resample.c. */
export const KERNELS: Record<Exclude<ResampleFilter, 'nearest'>, Kernel> = {
  bilinear: {
    support: 1,
    weight: (distance) => Math.max(0, 1 - Math.abs(distance)),
  },
  /** Keys' cubic convolution with a = -0.5. */
  bicubic: {
    support: 2,
    weight: (distance) => {
      const a = -0.5;
      const x = Math.abs(distance);
      if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
      if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
      return 0;
    },
  },
  lanczos: {
    support: 3,
    weight: (distance) => (distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0),
  },
};

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
