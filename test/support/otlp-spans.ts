import { all, bytesOf, fieldsOf, numberOf, type Fields } from './protobuf.js';

/** A span as a collector receives it; times in nanoseconds since 1970. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  /** Empty for the first of a trace. */
  parentSpanId: string;
  name: string;
  kind: SpanKind;
  startedAt: bigint;
  endedAt: bigint;
  attributes: Record<string, string | number | boolean>;
  links: { traceId: string; spanId: string }[];
  isError: boolean;
  traceState: string;
  /** The attributes of the resource, which is the process. */
  resource: Record<string, string | number | boolean>;
}

type SpanKind = 'internal' | 'server' | 'client';
const KINDS: Record<number, SpanKind> = { 1: 'internal', 2: 'server', 3: 'client' };
const ERROR = 2;

interface JsonValue {
  stringValue?: string;
  intValue?: number | string;
  doubleValue?: number;
  boolValue?: boolean;
}
type JsonAttributes = { key: string; value: JsonValue }[];
interface JsonSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  traceState?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: JsonAttributes;
  links: { traceId: string; spanId: string }[];
  status: { code: number };
}
interface JsonRequest {
  resourceSpans: { resource: { attributes: JsonAttributes }; scopeSpans: { spans: JsonSpan[] }[] }[];
}

/** Reads an ExportTraceServiceRequest in the JSON mapping of OTLP. */
export function spansOfJson(body: Buffer): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(body.toString()) as JsonRequest;
  const attributesOf = (list: JsonAttributes) =>
    Object.fromEntries(
      list.map(({ key, value }) => [
        key,
        value.stringValue ?? value.boolValue ?? Number(value.intValue ?? value.doubleValue),
      ]),
    );
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? '',
        name: span.name,
        kind: KINDS[span.kind]!,
        startedAt: BigInt(span.startTimeUnixNano),
        endedAt: BigInt(span.endTimeUnixNano),
        attributes: attributesOf(span.attributes),
        links: span.links.map(({ traceId, spanId }) => ({ traceId, spanId })),
        isError: span.status.code === ERROR,
        traceState: span.traceState ?? '',
        resource: attributesOf(resource.attributes),
      })),
    ),
  );
}

/** Reads the same in Protocol Buffers: fields by the numbers that opentelemetry/proto/trace/v1/trace.proto gives them. */
export function spansOfProtobuf(body: Buffer): ReceivedSpan[] {
  return all(fieldsOf(body), 1).flatMap((resourceSpans) => {
    const [resource] = all(resourceSpans, 1);
    return all(resourceSpans, 2).flatMap((scopeSpans) =>
      all(scopeSpans, 2).map((span) => spanOf(span, attributesOf(resource!, 1))),
    );
  });
}

function spanOf(span: Fields, resource: ReceivedSpan['resource']): ReceivedSpan {
  return {
    traceId: bytesOf(span, 1).toString('hex'),
    spanId: bytesOf(span, 2).toString('hex'),
    traceState: bytesOf(span, 3).toString(),
    parentSpanId: bytesOf(span, 4).toString('hex'),
    name: bytesOf(span, 5).toString(),
    kind: KINDS[Number(numberOf(span, 6))]!,
    startedAt: numberOf(span, 7),
    endedAt: numberOf(span, 8),
    attributes: attributesOf(span, 9),
    links: all(span, 13).map((link) => ({
      traceId: bytesOf(link, 1).toString('hex'),
      spanId: bytesOf(link, 2).toString('hex'),
    })),
    isError: all(span, 15).some((status) => Number(numberOf(status, 3)) === ERROR),
    resource,
  };
}

/** KeyValue: key and AnyValue, of which strings, booleans, whole and other numbers are read. */
function attributesOf(message: Fields, field: number): ReceivedSpan['attributes'] {
  return Object.fromEntries<string | number | boolean>(
    all(message, field).map((pair): [string, string | number | boolean] => {
      const [value] = all(pair, 2);
      const key = bytesOf(pair, 1).toString();
      if (value?.has(1)) return [key, bytesOf(value, 1).toString()];
      if (value?.has(2)) return [key, numberOf(value, 2) === 1n];
      if (value?.has(3)) return [key, Number(BigInt.asIntN(64, numberOf(value, 3)))];
      const bits = new BigUint64Array([numberOf(value!, 4)]);
      return [key, new Float64Array(bits.buffer)[0]!];
    }),
  );
}
