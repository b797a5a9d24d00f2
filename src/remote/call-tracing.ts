import type { TraceContext } from '../pipeline/trace-context.js';

/** A call for scores that is about to be made. */
export interface CallFacts {
  /** Of the requests behind it, one for each picture; undefined for one that is part of no trace. */
  readonly traces: readonly (TraceContext | undefined)[];
  /** How often it has been made before. */
  readonly resends: number;
}

/** How a call ended: with the status of an answer, with a word for what came in place of one, or with both. */
export interface CallEnd {
  readonly status?: number | undefined;
  readonly error?: string | undefined;
}

/** A call that is under way. */
export interface TracedCall {
  /** What it says of the trace that it is part of. */
  readonly headers: Readonly<Record<string, string>>;
  ended(end: CallEnd): void;
}

/** Makes calls to the upstream part of the traces of the requests behind them. */
export abstract class CallTracing {
  abstract begin(call: CallFacts): TracedCall;
}

/**
 * For a server that makes no spans itself. It passes on what came, and only where one request is behind the call: it cannot
 * be told to the upstream that there are several, and to name one of them would be wrong for the others.
 */
export const passOn: CallTracing = {
  begin: ({ traces }) => {
    const [first] = traces;
    const isOne = traces.every((trace) => trace?.traceparent === first?.traceparent);
    return { headers: isOne ? headersOf(first) : {}, ended: () => undefined };
  },
};

/** The headers of the W3C Trace Context. */
export function headersOf(trace: TraceContext | undefined): Record<string, string> {
  if (!trace) return {};
  const { traceparent, tracestate } = trace;
  return tracestate === undefined ? { traceparent } : { traceparent, tracestate };
}
