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

/** The fields of a message by their numbers: numbers, or bytes, which may be a message again. */
type Fields = Map<number, (bigint | Buffer)[]>;

function fieldsOf(bytes: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const values = fields.get(tag >> 3) ?? [];
    fields.set(tag >> 3, values);
    switch (tag & 7) {
      case 0:
        values.push(varint());
        break;
      case 1:
        values.push(bytes.readBigUInt64LE(at));
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        values.push(bytes.subarray(at, at + length));
        at += length;
        break;
      }
      case 5:
        values.push(BigInt(bytes.readUInt32LE(at)));
        at += 4;
        break;
      default:
        throw new Error(`expected a wire type of Protocol Buffers, received ${tag & 7}`);
    }
  }
  return fields;
}

const all = (message: Fields, field: number) =>
  (message.get(field) ?? []).map((bytes) => fieldsOf(bytes as Buffer));
const bytesOf = (message: Fields, field: number) => (message.get(field)?.[0] ?? Buffer.alloc(0)) as Buffer;
const numberOf = (message: Fields, field: number) => (message.get(field)?.[0] ?? 0n) as bigint;
