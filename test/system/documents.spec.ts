import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documents, readBlocks } from '../documents/blocks.js';
import { planOf } from '../documents/plans.js';
import { House } from '../documents/running/house.js';
import { Reading } from '../documents/running/reading.js';
import { stepsOf } from '../documents/steps.js';

/** Longer than the bound of a single program, as a few documents are read at a time. */
const LONGEST_MS = 280_000;

const house = new House();
const readings = documents()
  .map(
    (document) =>
      new Reading(house, document, planOf(document), stepsOf(readBlocks(document), planOf(document)).steps),
  )
  .filter(({ steps }) => steps.length > 0);

describe('every program, output and excerpt of the documents', () => {
  beforeAll(() => {
    Reading.startAll(readings);
  });
  afterAll(async () => {
    await Promise.all(readings.map((reading) => reading.finished));
    await house.close();
  }, LONGEST_MS);

  for (const reading of readings) {
    describe(reading.document, () => {
      it.each(reading.steps)('$name', (step) => reading.outcomeOf(step), LONGEST_MS);

      it(
        'leaves nothing running',
        async () => {
          expect(await reading.finished).toBeUndefined();
        },
        LONGEST_MS,
      );
    });
  }
});
