import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { REMEDIES } from '../../playground/src/remedies.js';
import { remediesIn } from '../../scripts/playground/remedies.js';
import { samples } from '../../scripts/playground/samples.js';
import { PROBLEMS } from '../../src/errors.js';

const ROOT = new URL('../../', import.meta.url);
const FOLDER = new URL('playground/static/samples/', ROOT);

describe('what `npm run playground:write` writes', () => {
  it('is what is checked in: samples', async () => {
    const drawn = await samples();
    expect([...drawn.keys()].sort()).toEqual(readdirSync(FOLDER).sort());
    for (const [name, bytes] of drawn) {
      // Another version of sharp may compress in another way, but shows the same.
      const [now, then] = await Promise.all(
        [Buffer.from(bytes), readFileSync(new URL(name, FOLDER))].map(pixels),
      );
      expect({ name, isEqual: now!.equals(then!) }).toEqual({ name, isEqual: true });
    }
  });

  it('is what is checked in: the remedy of every code', () => {
    expect(REMEDIES).toEqual(
      Object.fromEntries(remediesIn(readFileSync(new URL('docs/errors.md', ROOT), 'utf8'))),
    );
    expect(Object.keys(REMEDIES).sort()).toEqual(Object.keys(PROBLEMS).sort());
  });

  it('is small: no sample has more than 6 kB', () => {
    for (const name of readdirSync(FOLDER)) {
      expect(readFileSync(new URL(name, FOLDER)).length).toBeLessThanOrEqual(6000);
    }
  });
});

async function pixels(picture: Buffer): Promise<Buffer> {
  return sharp(picture).raw().toBuffer();
}
