import { lines } from './run-cli.js';

export const FROG = 'docs/pictures/frog.jpg';
/** What the simulated model says of it, on every machine where sharp loads. */
export const FROG_ANSWER = { label: 'Amphibian', confidence: 0.9339845 };
/** The first half of a picture. */
export const HALF = 'test/pictures/invalid/half-png-rgb-8bit.png';

/** A line of --json. */
interface Line {
  file: string;
  predictions?: { label: string; confidence: number }[];
  latency_ms?: number;
  problem?: { code: string; detail: string };
}

export const jsonLines = (text: string) => lines(text).map((line) => JSON.parse(line) as Line);
