import type { ValidPicture } from './corpus.js';
import { writeGif, type GifFrame } from './gif-writer.js';
import { exifWithOrientation } from './jpeg-segments.js';
import { storedWith } from './orientation.js';
import { paletteOf, toIndexed } from './palette.js';
import { renderScene } from './scene.js';
import { toSharp } from './sharp-input.js';
import { animatedWebp, webpWithExif } from './webp-container.js';

const shifts = [0, 0.25, 0.5];

export async function validWebp(): Promise<ValidPicture[]> {
  const size = { width: 80, height: 60 };
  const webp = { ...size, format: 'webp' } as const;
  const scene = toSharp(renderScene({ ...size, channels: 3 }));
  const seeThrough = toSharp(renderScene({ ...size, channels: 4 }));
  const turned = storedWith(6, renderScene({ ...size, channels: 3 }));
  const stills = await Promise.all(
    shifts.map((shift) =>
      toSharp(renderScene({ ...size, channels: 4, shift }))
        .webp({ quality: 85 })
        .toBuffer(),
    ),
  );
  const turnedBytes = await toSharp(turned).webp({ quality: 88 }).toBuffer();
  return [
    {
      ...webp,
      file: 'webp-lossy.webp',
      bytes: await scene.webp({ quality: 88 }).toBuffer(),
      note: 'lossy (VP8)',
    },
    {
      ...webp,
      file: 'webp-lossless.webp',
      bytes: await scene.clone().webp({ lossless: true }).toBuffer(),
      note: 'lossless (VP8L)',
    },
    {
      ...webp,
      file: 'webp-lossy-alpha.webp',
      bytes: await seeThrough.webp({ quality: 88, alphaQuality: 100 }).toBuffer(),
      note: 'lossy colours with alpha (VP8X, ALPH)',
    },
    {
      ...webp,
      file: 'webp-lossless-alpha.webp',
      bytes: await seeThrough.clone().webp({ lossless: true }).toBuffer(),
      note: 'lossless with alpha',
    },
    {
      ...webp,
      file: 'webp-animated.webp',
      bytes: animatedWebp(size.width, size.height, stills),
      note: 'three frames with alpha; the first counts',
    },
    {
      file: 'webp-orientation-6.webp',
      bytes: webpWithExif(turned.width, turned.height, turnedBytes, exifWithOrientation(6)),
      format: 'webp',
      width: turned.width,
      height: turned.height,
      note: 'VP8X with EXIF orientation 6',
    },
  ];
}

export function validGif(): ValidPicture[] {
  const size = { width: 64, height: 48 };
  const gif = { ...size, format: 'gif' } as const;
  const [palette16, palette256] = [paletteOf(16), paletteOf(256)];
  const full = toIndexed(renderScene({ ...size, channels: 3 }), palette256);
  const frames = shifts.map((shift): GifFrame =>
    toIndexed(renderScene({ ...size, channels: 3, shift }), palette16),
  );
  const [first = full] = frames;
  const small = toIndexed(renderScene({ width: 36, height: 24, channels: 3 }), palette16);
  return [
    {
      ...gif,
      file: 'gif-one-frame.gif',
      bytes: writeGif({ ...size, palette: palette256, frames: [full] }),
      note: 'one frame, 256 colours',
    },
    {
      ...gif,
      file: 'gif-animated.gif',
      bytes: writeGif({ ...size, palette: palette16, frames }),
      note: 'three frames; the first counts',
    },
    {
      ...gif,
      file: 'gif-interlaced.gif',
      bytes: writeGif({ ...size, palette: palette16, frames: [{ ...first, interlaced: true }] }),
      note: 'interlaced rows',
    },
    {
      ...gif,
      file: 'gif-transparent.gif',
      bytes: writeGif({ ...size, palette: palette16, frames: [{ ...first, transparent: 2 }] }),
      note: 'the green of the leaf is the see-through colour',
    },
    {
      ...gif,
      file: 'gif-small-first-frame.gif',
      bytes: writeGif({
        ...size,
        palette: palette16,
        background: 4,
        frames: [{ ...small, left: 20, top: 14 }, first],
      }),
      note: 'the first frame covers a part of the screen; the rest counts as see-through, as in browsers',
    },
  ];
}
