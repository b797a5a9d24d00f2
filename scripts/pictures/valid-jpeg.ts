import type { ValidPicture } from './corpus.js';
import { withOrientation, withoutSegments } from './jpeg-segments.js';
import { writeJpeg } from './jpeg-writer.js';
import { storedWith } from './orientation.js';
import { renderScene } from './scene.js';
import { toSharp } from './sharp-input.js';

const app2 = 0xe2;

export async function validJpeg(): Promise<ValidPicture[]> {
  const scene = renderScene({ width: 96, height: 72, channels: 3 });
  const odd = renderScene({ width: 61, height: 47, channels: 3 });
  const upright = renderScene({ width: 64, height: 48, channels: 3 });
  const jpeg = { format: 'jpeg', width: 96, height: 72 } as const;

  const pictures: ValidPicture[] = [
    {
      ...jpeg,
      file: 'jpeg-baseline-420.jpg',
      bytes: await toSharp(scene).jpeg({ quality: 88, chromaSubsampling: '4:2:0' }).toBuffer(),
      note: 'baseline, chroma at half size in both directions',
    },
    {
      file: 'jpeg-444-61x47.jpg',
      bytes: await toSharp(odd).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer(),
      format: 'jpeg',
      width: 61,
      height: 47,
      note: 'full chroma; the size is no multiple of 8',
    },
    {
      ...jpeg,
      file: 'jpeg-progressive.jpg',
      bytes: await toSharp(scene).jpeg({ quality: 88, progressive: true }).toBuffer(),
      note: 'progressive: several scans',
    },
    {
      ...jpeg,
      file: 'jpeg-grey.jpg',
      bytes: await toSharp(scene).toColourspace('b-w').jpeg({ quality: 88 }).toBuffer(),
      note: 'one component',
    },
    {
      ...jpeg,
      file: 'jpeg-cmyk-adobe.jpg',
      // sharp adds the ICC profile it converted with; without it a decoder needs a plain formula.
      bytes: withoutSegments(
        await toSharp(scene).toColourspace('cmyk').jpeg({ quality: 88 }).toBuffer(),
        app2,
      ),
      note: 'four inverted components behind an Adobe marker, no ICC profile; decoders differ in the formula',
    },
    {
      file: 'jpeg-8x8.jpg',
      bytes: await toSharp(renderScene({ width: 8, height: 8, channels: 3 }))
        .jpeg({ quality: 88 })
        .toBuffer(),
      format: 'jpeg',
      width: 8,
      height: 8,
      note: 'a single block',
    },
    {
      file: 'jpeg-422-61x47.jpg',
      bytes: writeJpeg(odd, { quality: 88, sampling: '4:2:2' }),
      format: 'jpeg',
      width: 61,
      height: 47,
      note: 'chroma at half width',
    },
    {
      ...jpeg,
      file: 'jpeg-422-restarts.jpg',
      bytes: writeJpeg(scene, { quality: 88, sampling: '4:2:2', restartInterval: 2 }),
      note: 'chroma at half width, a restart marker after every two MCUs',
    },
    {
      file: 'jpeg-420-restarts-61x47.jpg',
      bytes: writeJpeg(odd, { quality: 88, sampling: '4:2:0', restartInterval: 5 }),
      format: 'jpeg',
      width: 61,
      height: 47,
      note: 'chroma at half size in both directions, a restart marker after every five of its 12 MCUs',
    },
    {
      ...jpeg,
      file: 'jpeg-grey-restarts.jpg',
      bytes: writeJpeg(renderScene({ width: 96, height: 72, channels: 1 }), {
        quality: 88,
        sampling: '4:4:4',
        restartInterval: 1,
      }),
      note: 'one component, a restart marker after every block',
    },
  ];

  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const stored = storedWith(orientation, upright);
    const bytes = await toSharp(stored).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
    pictures.push({
      file: `jpeg-orientation-${String(orientation)}.jpg`,
      bytes: withOrientation(bytes, orientation),
      format: 'jpeg',
      width: stored.width,
      height: stored.height,
      note: `EXIF orientation ${String(orientation)}; shown, all eight look the same`,
    });
  }
  return pictures;
}
