/**
 * Where a request stands in a distributed trace, as it is told to other servers that are asked on its behalf (W3C Trace
 * Context). The ids are lower-case hexadecimal digits.
 */
export interface TraceContext {
  readonly traceId: string;
  /** The span that this server makes for the request; undefined where it makes none. */
  readonly spanId: string | undefined;
  /** The header that goes with such a call: of this server's span or, where there is none, as it came. */
  readonly traceparent: string;
  /** The header that goes with it, as it came; undefined where there was none. */
  readonly tracestate: string | undefined;
}
