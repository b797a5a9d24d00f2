import sharp, { type Sharp } from 'sharp';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import type { DrawnSize } from '../../src/cli/bench/drawn/drawn-sizes.js';

export interface SoakPicture {
  name: string;
  bytes: Uint8Array;
  /** How often it is sent, against the others. */
  weight: number;
}

type Write = (picture: Sharp) => Promise<Buffer>;

/** Every format that the server takes; what takes most work comes least often. */
const SORTS: [name: string, size: DrawnSize, weight: number, write?: Write][] = [
  ['224x224.jpg', '224x224', 12],
  ['500x375.jpg', '500x375', 12],
  ['1920x1080.jpg', '1920x1080', 4],
  ['4000x3000.jpg', '4000x3000', 1],
  ['4000x3000-progressive.jpg', '4000x3000', 0.3, (p) => p.jpeg({ progressive: true }).toBuffer()],
  ['500x375.png', '500x375', 5, (p) => p.png({ compressionLevel: 3 }).toBuffer()],
  ['1920x1080.png', '1920x1080', 1, (p) => p.png({ compressionLevel: 3 }).toBuffer()],
  [
    '4000x3000-grey.png',
    '4000x3000',
    0.3,
    (p) => p.greyscale().blur(3).png({ compressionLevel: 3 }).toBuffer(),
  ],
  ['500x375.webp', '500x375', 5, (p) => p.webp().toBuffer()],
  ['4000x3000.webp', '4000x3000', 0.3, (p) => p.webp({ effort: 0 }).toBuffer()],
  ['500x375.gif', '500x375', 3, (p) => p.gif({ effort: 1 }).toBuffer()],
  ['500x375.tiff', '500x375', 3, (p) => p.tiff({ compression: 'lzw' }).toBuffer()],
  ['1920x1080.tiff', '1920x1080', 0.5, (p) => p.tiff({ compression: 'none' }).toBuffer()],
  ['500x375.bmp', '500x375', 3, toBmp],
  ['1920x1080.bmp', '1920x1080', 0.5, toBmp],
];

/** Pictures that the server answers with 200, drawn here. */
export async function soakPictures(): Promise<SoakPicture[]> {
  const drawn = new Map<DrawnSize, Uint8Array>();
  const pictures: SoakPicture[] = [];
  for (const [name, size, weight, write] of SORTS) {
    if (!drawn.has(size)) drawn.set(size, (await drawPictures(size, 1))[0]!.bytes);
    const jpeg = drawn.get(size)!;
    pictures.push({ name, weight, bytes: write ? await write(sharp(jpeg)) : jpeg });
  }
  // As large as the server accepts, in a few kilobytes.
  const bomb = sharp({ create: { width: 7000, height: 7000, channels: 3, background: 'teal' } });
  return [...pictures, { name: '7000x7000-one-colour.png', weight: 0.2, bytes: await bomb.png().toBuffer() }];
}

/** 24 bits, no compression, rows from the bottom: what Windows writes. */
async function toBmp(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const stride = Math.ceil((info.width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * info.height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(info.width, 18);
  file.writeInt32LE(info.height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < info.height; y++) {
    let to = 54 + (info.height - 1 - y) * stride;
    for (let from = y * info.width * 3; from < (y + 1) * info.width * 3; from += 3, to += 3) {
      file[to] = data[from + 2]!;
      file[to + 1] = data[from + 1]!;
      file[to + 2] = data[from]!;
    }
  }
  return file;
}
