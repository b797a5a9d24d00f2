import { expect } from '@jest/globals';
import { SteadyLoad } from './steady-load.js';
import { drawBlocks } from './tiny-models.js';

/** Three clients who ask for a small picture again and again, whatever is rolled out behind them. */
export async function startSmallLoad(url: string): Promise<SteadyLoad> {
  const picture = await drawBlocks('red');
  const body = JSON.stringify({ image_base64: picture.toString('base64') });
  return new SteadyLoad({ url, clients: 3, body, restMs: 50 });
}

/** @param least so many answers there have to be for it to say anything */
export function expectUnnoticed({ outcomes, refused, exchanges }: SteadyLoad, least: number): void {
  expect({ outcomes, refused }).toEqual({ outcomes: { 200: exchanges.length }, refused: 0 });
  expect(exchanges.length).toBeGreaterThan(least);
}

/** For deploy/rollout: two servers, a load and a judge share the cores of one machine here. */
export const PATIENT_JUDGE = {
  MAX_SLOWDOWN: '20',
  JUDGE: `${process.execPath} dist/cli/main.js compare --pause 20`,
};
