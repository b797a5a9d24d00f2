import type { IncomingHttpHeaders } from 'node:http';
import type { TraceContext } from '../pipeline/trace-context.js';

/** Version, trace, parent, flags; what later versions may append is not read (W3C Trace Context, 3.2 and 4.3). */
const TRACEPARENT =
  /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(-[\x20-\x7e]*)?$/;

/** At least so many characters should be passed on; longer ones are dropped whole (3.3.1.5). */
const LONGEST_TRACESTATE = 512;
const PRINTABLE = /^[\x20-\x7e]+$/;

/**
 * The trace that a request says it is part of.
 *
 * @returns undefined where it says nothing, or what is no trace: then it is as if it had said nothing, and its tracestate is not
 * looked at either. A tracestate that cannot be passed on is left out.
 */
export function incomingTrace({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext | undefined {
  if (typeof traceparent !== 'string' || traceparent.length > LONGEST_TRACESTATE) return undefined;
  const [, version, traceId, more] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === undefined || (version === '00' && more !== undefined)) return undefined;
  return { traceId, spanId: undefined, traceparent, tracestate: passable(tracestate) };
}

/** Node joins several headers of the name by commas, as they are meant to be. */
function passable(tracestate: string | string[] | undefined): string | undefined {
  const isPassable =
    typeof tracestate === 'string' && tracestate.length <= LONGEST_TRACESTATE && PRINTABLE.test(tracestate);
  return isPassable ? tracestate : undefined;
}
