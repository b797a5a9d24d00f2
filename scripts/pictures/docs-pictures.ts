import sharp from 'sharp';
import { fox } from './animals/fox.js';
import { frog } from './animals/frog.js';
import { gecko } from './animals/gecko.js';
import { kingfisher } from './animals/kingfisher.js';
import type { Bytes } from './bytes.js';
import { lakeView } from './lake-view.js';
import { toSharp } from './sharp-input.js';

const animals = { fox, kingfisher, gecko, frog };

/** Drawings have hard edges, so their chroma keeps its full size. */
const drawing = { quality: 76, chromaSubsampling: '4:4:4', mozjpeg: true } as const;

/** The pictures of the documentation by file name. */
export async function docsPictures(): Promise<Map<string, Bytes>> {
  const pictures = new Map<string, Bytes>();
  for (const [name, svg] of Object.entries(animals)) {
    pictures.set(`${name}.jpg`, await sharp(Buffer.from(svg)).jpeg(drawing).toBuffer());
  }
  // The head and the hands of the frog: small enough to stand as Base64 in the OpenAPI document.
  const detail = { left: 80, top: 52, width: 320, height: 280 };
  const close = await sharp(Buffer.from(frog)).extract(detail).png().toBuffer();
  const small = sharp(close).resize(96, 84);
  pictures.set(
    'frog-small.jpg',
    await small.jpeg({ ...drawing, quality: 74, chromaSubsampling: '4:2:0' }).toBuffer(),
  );
  const photoLike = toSharp(lakeView(500, 375)).jpeg({ quality: 95, chromaSubsampling: '4:2:0' });
  pictures.set('photo-like-500x375.jpg', await photoLike.toBuffer());
  return pictures;
}
