/** Stages of Server-Timing in which a picture is worked on; in the others it waits, or they are no stages. */
const WORK = new Set(['base64', 'decode', 'preprocess', 'inference']);

/**
 * The time that a server worked on a picture, by its Server-Timing header (W3C Server Timing). Waiting is left out:
 * the more requests one of two servers gets, the longer they wait there, however fast it is.
 *
 * @returns milliseconds; NaN where the header says nothing of it
 */
export function workMs(header: string): number {
  const durations = [...header.matchAll(/([\w-]+);dur=([\d.]+)/g)]
    .filter(([, stage]) => WORK.has(stage!))
    .map(([, , milliseconds]) => Number(milliseconds));
  return durations.length === 0 ? NaN : durations.reduce((sum, milliseconds) => sum + milliseconds, 0);
}
