import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** What a tiny model must answer for a picture, worked out by hand: docs in test/models/README.md. */
export interface TinyAnswer {
  picture: string;
  /** The graph's own row. */
  outputs: number[];
  confidences: number[];
}
interface Answers {
  pictures: Record<string, { block: number; grid: string[][] }>;
  models: Record<string, { labels: string[]; answers: TinyAnswer[] }>;
}

export const MODELS = new URL('../models/', import.meta.url);
export const modelPath = (folder: string) => fileURLToPath(new URL(folder, MODELS));
export const readModelsJson = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(file, MODELS), 'utf8'));
const { pictures, models } = readModelsJson('answers.json') as Answers;
export { models };

/** A PNG of blocks of one colour each. */
export async function drawBlocks(name: string): Promise<Buffer> {
  const { block, grid } = pictures[name]!;
  const [height, width] = [grid.length * block, grid[0]!.length * block];
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      Buffer.from(grid[Math.floor(y / block)]![Math.floor(x / block)]!, 'hex').copy(
        data,
        (y * width + x) * 3,
      );
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
