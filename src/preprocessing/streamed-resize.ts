import type { Kernels } from '../kernels/kernels.js';
import type { ResizePlan } from './resize-plan.js';

const CHANNELS = 3;

/**
 * One picture on its way through the resize kernel, which gives Pillow's result bit for bit. It lives in the kernels'
 * memory until that is reset.
 */
export class StreamedResize {
  /** Address of the output: HWC bytes of the size of the plan's output. */
  readonly output: number;
  /** Where strips that lie elsewhere are copied to. */
  private strip: { address: number; length: number } | undefined;
  private isComplete = false;

  /** @throws RangeError where the kernels have no room */
  constructor(
    private readonly kernels: Kernels,
    private readonly plan: ResizePlan,
  ) {
    const { input, output, left, top, columns, rows, columnTable, rowTable } = plan;
    const bytes = output.width * output.height * CHANNELS;
    const columnTableAt = kernels.copyIn(columnTable.data);
    const rowTableAt = kernels.copyIn(rowTable.data);
    this.output = kernels.allocate(bytes);
    if (columns < output.width || rows < output.height) kernels.view(this.output, bytes).fill(0);
    const isStarted = kernels.run.resizeStart(
      input.width,
      input.height,
      columns,
      columnTableAt,
      columnTable.pairs,
      rows,
      rowTableAt,
      rowTable.pairs,
      this.output + (top * output.width + left) * CHANNELS,
      output.width * CHANNELS,
    );
    if (isStarted === 0) throw new RangeError('the kernels have no room to resize');
  }

  /**
   * Takes the next rows of the picture. Those below the last one that is needed are passed over.
   * @param strip whole rows, in the kernels' memory or anywhere else
   */
  push(strip: Uint8Array): void {
    if (this.isComplete) return;
    const rows = strip.length / (this.plan.input.width * CHANNELS);
    this.isComplete = this.kernels.run.resizePush(this.place(strip), rows) === this.plan.rows;
  }

  private place(strip: Uint8Array): number {
    const { kernels } = this;
    if (kernels.owns(strip)) return strip.byteOffset;
    if (!this.strip || this.strip.length < strip.length) {
      this.strip = { address: kernels.allocate(strip.length), length: strip.length };
    }
    kernels.view(this.strip.address, strip.length).set(strip);
    return this.strip.address;
  }
}
