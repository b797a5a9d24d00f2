import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { EAGER, OtlpReceiver, type Trace } from './otlp-receiver.js';
import { startServer, stop, type ServerProcess } from './server-process.js';

export const PICTURE = { image_base64: EXAMPLE_PICTURE };

let requests = 0;

/** Posts JSON under an id of its own. */
export async function post(
  server: ServerProcess,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<{ id: string; response: Response }> {
  const id = `request-${++requests}`;
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': id, ...headers },
    body: JSON.stringify(body),
  });
  await response.text();
  return { id, response };
}

/** A server and the collector that it sends its traces to. */
export class TracedServer {
  private constructor(
    readonly server: ServerProcess,
    readonly receiver: OtlpReceiver,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<TracedServer> {
    const receiver = await OtlpReceiver.start();
    const server = await startServer({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...EAGER, ...env });
    return new TracedServer(server, receiver);
  }

  /** The trace of one request, when all its spans have arrived: those of a trace are sent together. */
  async traced(
    path: string,
    body: object,
    headers?: Record<string, string>,
  ): Promise<{ id: string; trace: Trace }> {
    const { id } = await post(this.server, path, body, headers);
    return { id, trace: await this.receiver.traceOf(id) };
  }

  async close(): Promise<void> {
    stop(this.server);
    await this.receiver.close();
  }
}
