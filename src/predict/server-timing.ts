/** Milliseconds, rounded to three decimals. */
export function toMicrosecond(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

/**
 * @param durations milliseconds of each stage
 * @returns a Server-Timing header (W3C Server Timing)
 */
export function serverTiming(durations: Readonly<Record<string, number>>): string {
  return Object.entries(durations)
    .map(([stage, milliseconds]) => `${stage};dur=${toMicrosecond(milliseconds)}`)
    .join(', ');
}
