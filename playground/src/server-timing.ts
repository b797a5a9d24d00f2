/** One entry of a Server-Timing header. */
export interface StageTime {
  readonly stage: string;
  readonly ms: number;
}

/**
 * @param header such as `decode;dur=1.5, total;dur=9` (W3C Server Timing); entries without a duration are left out
 * @returns stages in their order
 */
export function parseServerTiming(header: string | null): StageTime[] {
  return (header ?? '').split(',').flatMap((entry) => {
    const [stage, ...parameters] = entry.split(';').map((part) => part.trim());
    const duration = parameters.find((parameter) => /^dur=/i.test(parameter))?.slice(4);
    const ms = Number(duration);
    return stage && duration !== undefined && duration !== '' && ms >= 0 ? [{ stage, ms }] : [];
  });
}
