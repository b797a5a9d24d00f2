import { concat, patched, u8, type Bytes } from '../pictures/bytes.js';
import { frameHeaderAt, scanAt } from '../pictures/jpeg-segments.js';
import { sound } from './base-pictures.js';
import { flatJpeg, segment } from './flat-jpeg.js';
import { filesOf, type HostileFile } from './hostile-file.js';

/** JPEG files that break the rules of their format in a way that has hurt decoders before. */
export function oddJpegs(): HostileFile[] {
  const base = () => sound('jpeg-baseline-420.jpg');
  const frame = (at: number, ...bytes: number[]) => patched(base(), frameHeaderAt(base()) + at, u8(...bytes));
  const behindStart = (content: Bytes) => concat(base().subarray(0, 2), content);
  return filesOf('jpeg', [
    [
      'jpeg-12-bits.jpg',
      'samples of 12 bits',
      ['ok', 'image_corrupt'],
      () => frame(4, 12),
      { note: 'jpeg-js does not look at it' },
    ],
    ['jpeg-no-components.jpg', 'no components', ['image_corrupt'], () => frame(9, 0)],
    ['jpeg-255-components.jpg', '255 components', ['image_corrupt'], () => frame(9, 255)],
    ['jpeg-sampling-0.jpg', 'a component sampled 0 x 0', ['image_corrupt'], () => frame(11, 0)],
    ['jpeg-sampling-15.jpg', 'a component sampled 15 x 15', ['image_corrupt'], () => frame(11, 0xff)],
    ['jpeg-sampling-4x4.jpg', 'luma sampled 4 x 4, data of 2 x 2', ['image_corrupt'], () => frame(11, 0x44)],
    [
      'jpeg-no-quantisation.jpg',
      'a quantisation table that is not there',
      ['image_corrupt'],
      () => frame(12, 3),
    ],
    ['jpeg-lossless.jpg', 'lossless coding (SOF3)', ['image_corrupt'], () => frame(1, 0xc3)],
    ['jpeg-hierarchical.jpg', 'hierarchical coding (SOF5)', ['image_corrupt'], () => frame(1, 0xc5)],
    [
      'jpeg-baseline-as-progressive.jpg',
      'baseline data behind a progressive frame header',
      ['ok', 'image_corrupt'],
      () => frame(1, 0xc2),
      { note: 'jpeg-js takes the data for what they are' },
    ],
    [
      'jpeg-no-scan.jpg',
      'no scan',
      ['ok', 'image_corrupt'],
      () => concat(base().subarray(0, scanAt(base())), u8(0xff, 0xd9)),
      { note: 'jpeg-js shows a grey picture' },
    ],
    [
      'jpeg-no-data.jpg',
      'a scan without data',
      ['ok', 'image_corrupt'],
      () => concat(base().subarray(0, scanAt(base()) + 14), u8(0xff, 0xd9)),
      { note: 'its end marker says that nothing is missing, so libjpeg fills the rest with grey' },
    ],
    [
      'jpeg-only-restarts.jpg',
      'a scan of nothing but restart markers',
      ['ok', 'image_corrupt'],
      () =>
        concat(
          base().subarray(0, scanAt(base()) + 14),
          ...Array.from({ length: 5000 }, (_, i) => u8(0xff, 0xd0 + (i & 7))),
          u8(0xff, 0xd9),
        ),
      { note: 'its end marker says that nothing is missing, so libjpeg fills the rest with grey' },
    ],
    [
      'jpeg-segment-length-0.jpg',
      'a segment of the length 0',
      ['image_corrupt'],
      () => behindStart(concat(u8(0xff, 0xe0, 0, 0), base().subarray(2))),
    ],
    [
      'jpeg-segment-beyond-end.jpg',
      'a segment that reaches beyond the end',
      ['image_corrupt'],
      () => behindStart(u8(0xff, 0xe0, 0xff, 0xff, 0, 0)),
    ],
    [
      'jpeg-two-starts.jpg',
      'two start markers',
      ['ok', 'image_corrupt'],
      () => behindStart(base()),
      { note: 'libjpeg refuses it; others pass over a marker without content' },
    ],
    [
      'jpeg-codes-overflow.jpg',
      'a Huffman table with more codes than there are',
      ['image_corrupt'],
      () =>
        behindStart(
          concat(
            segment(0xc4, u8(0, ...Array<number>(16).fill(255), ...Array<number>(256).fill(0))),
            base().subarray(2),
          ),
        ),
    ],
    [
      'jpeg-no-codes.jpg',
      'an empty Huffman table',
      ['image_corrupt'],
      () => {
        const scan = scanAt(base());
        return concat(
          base().subarray(0, scan),
          segment(0xc4, u8(0, ...Array<number>(16).fill(0))),
          base().subarray(scan),
        );
      },
    ],
    [
      'jpeg-garbage.jpg',
      'a start marker and zeros',
      ['image_corrupt'],
      () => concat(u8(0xff, 0xd8, 0xff), new Uint8Array(1000)),
    ],
    [
      'jpeg-markers.jpg',
      'a start marker and 100,000 times 0xff',
      ['image_corrupt'],
      () => concat(u8(0xff, 0xd8), new Uint8Array(100_000).fill(0xff)),
    ],
    [
      'jpeg-restart-every-block.jpg',
      'a restart marker behind each block',
      ['ok'],
      () => flatJpeg({ width: 256, height: 256, components: 1 }, 1),
    ],
  ]);
}
