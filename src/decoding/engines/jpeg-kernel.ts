import type { Kernels } from '../../kernels/kernels.js';
import type { ImageHeader } from '../header/image-header.js';
import type { RgbRows, Size } from '../rgb-image.js';

/** Halvings of both sides that the kernel can do while it decodes. */
const MOST_HALVINGS = 3;

/** Thrown where the kernel leaves a picture to another engine, which decides whether it is damaged. */
export class NotForTheKernel extends Error {}

/** Bytes in the kernels' memory. */
export interface Source {
  readonly address: number;
  readonly length: number;
}

/**
 * Decodes JPEG row by row in WebAssembly: the very samples of libjpeg-turbo, in less time
 * (docs/decisions/0010-jpeg-kernel.md). It reads what cameras and encoders write (baseline, grey or YCbCr, 4:4:4, 4:2:2
 * or 4:2:0) as long as it is whole; anything else, progressive for instance, it leaves to another engine.
 */
export class JpegKernel {
  readonly name = 'jpeg';

  constructor(private readonly kernels: Kernels) {}

  reads({ format, cmyk }: ImageHeader): boolean {
    return format === 'jpeg' && cmyk !== true;
  }

  /**
   * @param least the size below which the rows may not be reduced
   * @returns rows that may not be upright; reading them throws NotForTheKernel where the rest is damaged
   * @throws NotForTheKernel
   */
  decode({ address, length }: Source, header: ImageHeader, least: Size): RgbRows {
    const { run } = this.kernels;
    if (run.jpegOpen(address, length) !== 0) throw new NotForTheKernel();
    if (run.jpegStart(halvings(header, least)) !== 0) throw new NotForTheKernel();
    const { width, height } = header;
    const scaledWidth = run.jpegScaledWidth();
    return {
      width: scaledWidth,
      height: run.jpegScaledHeight(),
      fullSize: { width, height },
      strips: this.strips(scaledWidth * 3),
    };
  }

  private *strips(rowBytes: number): Iterable<Uint8Array> {
    const { run } = this.kernels;
    for (;;) {
      const rows = run.jpegNextRows();
      if (rows === 0) return;
      if (rows < 0) throw new NotForTheKernel();
      yield this.kernels.view(run.jpegRows(), rows * rowBytes);
    }
  }
}

/** How often both sides can be halved without either falling below the least. */
function halvings({ width, height }: Size, least: Size): number {
  let count = 0;
  while (
    count < MOST_HALVINGS &&
    Math.ceil(width / 2 ** (count + 1)) >= least.width &&
    Math.ceil(height / 2 ** (count + 1)) >= least.height
  ) {
    count++;
  }
  return count;
}
