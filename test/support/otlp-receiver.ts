import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spansOfJson, spansOfProtobuf, type ReceivedSpan } from './otlp-spans.js';
import { until } from './until.js';

/** Sends spans as soon as there are some. */
export const EAGER = { OTEL_BSP_SCHEDULE_DELAY: '20' };

/** A collector that takes spans over OTLP/HTTP, in the process of the test. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  /** Exports that came, also those that were not taken. */
  requests = 0;
  /** How an export is answered; `take` does it rightly. */
  answer: (response: ServerResponse, take: () => void) => void = (_response, take) => {
    take();
  };

  private constructor(private readonly server: Server) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer();
    const receiver = new OtlpReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.requests++;
        receiver.headers.push(request.headers);
        receiver.answer(response, () => {
          const isJson = request.headers['content-type'] === 'application/json';
          const body = Buffer.concat(chunks);
          receiver.spans.push(...(isJson ? spansOfJson(body) : spansOfProtobuf(body)));
          response.setHeader('content-type', request.headers['content-type']!);
          response.end(isJson ? '{}' : '');
        });
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  /** OTEL_EXPORTER_OTLP_ENDPOINT */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The spans of a trace, as soon as its request's own is there, which ends last. */
  async trace(isRequest: (span: ReceivedSpan) => boolean): Promise<Trace> {
    await until(() => this.spans.some((span) => span.kind === 'server' && isRequest(span)));
    const request = this.spans.find((span) => span.kind === 'server' && isRequest(span))!;
    return new Trace(
      request,
      this.spans.filter(({ traceId }) => traceId === request.traceId),
    );
  }

  /** The trace of the request with this X-Request-Id. */
  traceOf(requestId: string): Promise<Trace> {
    return this.trace(({ attributes }) => attributes['tetrapod.request_id'] === requestId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** All spans of a trace that have been received, and that of a request in it. */
export class Trace {
  constructor(
    readonly request: ReceivedSpan,
    readonly spans: readonly ReceivedSpan[],
  ) {}

  childrenOf(parent: ReceivedSpan): ReceivedSpan[] {
    return this.spans.filter(({ parentSpanId }) => parentSpanId === parent.spanId);
  }

  /** The names of what is below the request, in the order in which they began. */
  get stages(): string[] {
    return this.childrenOf(this.request)
      .sort((a, b) => Number(a.startedAt - b.startedAt))
      .map(({ name }) => name);
  }
}
