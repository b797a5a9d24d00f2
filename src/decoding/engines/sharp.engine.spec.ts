import { describe, expect, it } from '@jest/globals';
import { validPicture } from '../../../test/support/pictures.js';
import { readImageHeader } from '../header/image-header.js';
import { SharpEngine } from './sharp.engine.js';

const MAX_PIXELS = 50_000_000;
const PHOTOMETRIC = 262;

describe('SharpEngine', () => {
  it('refuses a TIFF that says it is grey and has three samples, of which libvips makes five', async () => {
    const engine = await SharpEngine.load(MAX_PIXELS);
    const tiff = Buffer.from(validPicture('tiff-uncompressed.tiff').bytes);
    const header = readImageHeader(tiff, MAX_PIXELS);
    await expect(engine.decode(tiff, header)).resolves.toMatchObject({ channels: 3 });
    const start = tiff.readUInt32LE(4);
    const entries = Array.from({ length: tiff.readUInt16LE(start) }, (_, i) => start + 2 + 12 * i);
    tiff.writeUInt16LE(1, entries.find((entry) => tiff.readUInt16LE(entry) === PHOTOMETRIC)! + 8);
    await expect(engine.decode(tiff, readImageHeader(tiff, MAX_PIXELS))).rejects.toThrow('5 samples');
  });
});
