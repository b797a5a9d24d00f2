import { concat, latin1, le16, le32, patched, u8, type Bytes } from '../pictures/bytes.js';
import { extendedHeader, readWebp, writeWebp, type RiffChunk } from '../pictures/webp-container.js';
import { sound } from './base-pictures.js';
import { flatLossless, flatLossy } from './flat-webp.js';
import { filesOf, type HostileFile } from './hostile-file.js';

/** WebP files that break the rules of their format in a way that has hurt decoders before. */
export function oddWebps(): HostileFile[] {
  const lossy = () => readWebp(sound('webp-lossy.webp'));
  const lossless = () => sound('webp-lossless.webp');
  const alpha = (data: Bytes): RiffChunk => ({ name: 'ALPH', data });
  const le24 = (value: number) => le32(value).subarray(0, 3);
  const animated = (...frames: Bytes[]) =>
    writeWebp([
      extendedHeader(80, 60, 'animation'),
      { name: 'ANIM', data: concat(le32(0), le16(0)) },
      ...frames.map((data) => ({ name: 'ANMF', data })),
    ]);
  const frameHead = concat(le24(0), le24(0), le24(79), le24(59), le24(10), u8(0));
  return filesOf('webp', [
    [
      'webp-riff-length-0.webp',
      'a RIFF of the length 0',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 4, le32(0)),
    ],
    [
      'webp-riff-length.webp',
      'a RIFF of 4,294,967,295 bytes',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 4, le32(0xffffffff)),
    ],
    [
      'webp-chunk-length.webp',
      'a chunk of 4,294,967,295 bytes',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 16, le32(0xffffffff)),
    ],
    [
      'webp-chunk-length-odd.webp',
      'chunks of 4,294,967,295 bytes in an extended file',
      ['image_corrupt'],
      () =>
        concat(
          writeWebp([extendedHeader(80, 60, 'exif')]),
          latin1('ABCD'),
          le32(0xffffffff),
          new Uint8Array(100),
        ),
    ],
    [
      'webp-no-picture.webp',
      'an extended file without a picture',
      ['image_corrupt'],
      () => writeWebp([extendedHeader(80, 60, 'alpha')]),
    ],
    ['webp-no-frame.webp', 'an animation without a frame', ['image_corrupt'], () => animated()],
    [
      'webp-empty-frame.webp',
      'an animation whose frame is empty',
      ['image_corrupt'],
      () => animated(frameHead),
    ],
    [
      'webp-short-frame.webp',
      'an animation whose frame ends within its head',
      ['image_corrupt'],
      () => animated(frameHead.subarray(0, 7)),
    ],
    [
      'webp-frame-in-frame.webp',
      'an animation whose frame is a frame',
      ['image_corrupt'],
      () => animated(concat(frameHead, latin1('ANMF'), le32(16), frameHead)),
    ],
    [
      'webp-codes.webp',
      'lossless with prefix codes of random lengths',
      ['image_corrupt'],
      () => patched(lossless(), 25, new Uint8Array(60).fill(0xa7)),
    ],
    [
      'webp-lossless-version.webp',
      'lossless of an unknown version',
      ['image_corrupt'],
      () => patched(lossless(), 24, u8((lossless()[24] ?? 0) | 0xe0)),
    ],
    [
      'webp-alpha.webp',
      'alpha of an unknown compression',
      ['ok', 'image_corrupt'],
      () => writeWebp([extendedHeader(80, 60, 'alpha'), alpha(new Uint8Array(50).fill(0xff)), ...lossy()]),
      { note: 'damage in alpha alone is passed over by some' },
    ],
    [
      'webp-alpha-short.webp',
      'alpha that ends too early',
      ['image_corrupt'],
      () => writeWebp([extendedHeader(80, 60, 'alpha'), alpha(u8(0, 1, 2)), ...lossy()]),
    ],
    [
      'webp-partitions.webp',
      'a first partition that is longer than the chunk',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 20, u8(0xf0, 0xff, 0xff)),
    ],
    [
      'webp-not-a-key-frame.webp',
      'a frame that builds upon one that is not there',
      ['image_corrupt'],
      () => patched(sound('webp-lossy.webp'), 20, u8((sound('webp-lossy.webp')[20] ?? 0) | 1)),
    ],
    [
      'webp-two-pictures.webp',
      'a second picture of 16384x16384',
      ['ok', 'image_corrupt'],
      () => writeWebp([...lossy(), flatLossless(16_384, 16_384)]),
      { note: 'the first one counts' },
    ],
    [
      'webp-lossy-empty.webp',
      'lossy of 4000x4000 with too few bytes',
      ['image_corrupt'],
      () => writeWebp([flatLossy(4000, 4000, 0.01)]),
    ],
  ]);
}
