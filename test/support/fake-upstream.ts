import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simulatedScores } from '../../src/model/simulated-scores.js';

/** One call for scores, as the upstream has read it. */
export interface InferCall {
  id: string;
  /** Pictures in it. */
  count: number;
  headers: IncomingMessage['headers'];
  isBinary: boolean;
  /** The right answer: a row for each picture. */
  rows: number[][];
}

/** Answers a call in place of the fake itself; `answer` gives the right one. */
export type Misbehaviour = (call: InferCall, response: ServerResponse, answer: () => void) => void;

interface TensorJson {
  name: string;
  datatype: string;
  shape: number[];
  data?: number[];
  parameters?: { binary_data_size: number };
}

/**
 * An Open Inference Protocol server with the simulated model, in the process of the test: it gives the logits that the
 * model itself would give, in 32 bits. A test changes its metadata, or how it answers.
 */
export class FakeUpstream {
  readonly calls: InferCall[] = [];
  /** Paths of all GETs. */
  readonly gets: string[] = [];
  /** In order; then all calls are answered rightly. */
  readonly next: Misbehaviour[] = [];
  /** Where `next` is empty. */
  always: Misbehaviour = (_call, _response, answer) => {
    answer();
  };
  connections = 0;
  /** What GET /v2/models/NAME/ready is answered with. */
  readyStatus = 200;
  /** What all calls for scores are answered with, whatever they ask for; 200 where they are answered as usual. */
  inferStatus = 200;
  /** Scores for each picture. */
  classes = 4;
  extensions: string[] = ['binary_tensor_data'];
  metadata: Record<string, unknown> = {
    name: 'simulated',
    versions: ['7'],
    platform: 'fake',
    inputs: [{ name: 'pixel_values', datatype: 'FP32', shape: [-1, 3, 224, 224] }],
    outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, 4] }],
  };
  private server: Server | undefined;
  private port = 0;

  static async start(): Promise<FakeUpstream> {
    const fake = new FakeUpstream();
    await fake.listen();
    return fake;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** INFERENCE_URL */
  get url(): string {
    return `${this.origin}/v2/models/simulated`;
  }

  /** Where it listened before, if it did. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      if (request.method === 'GET') this.describe(request.url!, response);
      else void this.infer(request, response);
    });
    server.on('connection', () => this.connections++);
    server.keepAliveTimeout = 60_000;
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Resets what is open, as a process does that is killed. */
  async close(): Promise<void> {
    const { server } = this;
    if (!server?.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  private describe(url: string, response: ServerResponse): void {
    this.gets.push(url);
    switch (url) {
      case '/v2':
        json(response, 200, { name: 'fake', version: '1', extensions: this.extensions });
        return;
      case '/v2/models/simulated':
        json(response, 200, this.metadata);
        return;
      case '/v2/models/simulated/ready':
        json(response, this.readyStatus, {});
        return;
      default:
        json(response, 404, { error: 'there is nothing here' });
    }
  }

  private async infer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // The client has gone.
    }
    const body = Buffer.concat(chunks);
    const header = request.headers['inference-header-content-length'];
    const isBinary = header !== undefined;
    const length = isBinary ? Number(header) : body.length;
    const { id, inputs } = JSON.parse(body.subarray(0, length).toString()) as {
      id: string;
      inputs: TensorJson[];
    };
    if (this.inferStatus !== 200 || inputs.length === 0) {
      json(response, this.inferStatus === 200 ? 400 : this.inferStatus, { error: 'expected one input' });
      return;
    }
    const [input] = inputs as [TensorJson];
    const [count = 0] = input.shape;
    const rows = this.rowsOf(input, body.subarray(length));
    const call: InferCall = { id, count, headers: request.headers, isBinary, rows };
    this.calls.push(call);
    const misbehave = this.next.shift() ?? this.always;
    misbehave(call, response, () => {
      answerRightly(call, response);
    });
  }

  private rowsOf({ shape, data }: TensorJson, bytes: Buffer): number[][] {
    const [count = 0, channels = 0, height = 0, width = 0] = shape;
    const numbers = data ? Float32Array.from(data) : new Float32Array(new Uint8Array(bytes).buffer);
    const size = channels * height * width;
    return Array.from({ length: count }, (_, i) =>
      this.rowOf(numbers.slice(i * size, (i + 1) * size), height, width),
    );
  }

  /** The scores of one picture. */
  rowOf(data: Float32Array, height: number, width: number): number[] {
    const tensor = { data, dataType: 'float32', layout: 'NCHW', shape: [1, 3, height, width] } as const;
    return [...Float32Array.from(simulatedScores(tensor, this.classes))];
  }
}

/** The answer to a call, some of it replaced. */
export function answerTo({ id, count, rows }: InferCall, output: object = {}, more: object = {}): object {
  const data = rows.flat();
  return {
    model_name: 'simulated',
    model_version: '7',
    id,
    outputs: [{ name: 'logits', datatype: 'FP32', shape: [count, data.length / count], data, ...output }],
    ...more,
  };
}

function answerRightly(call: InferCall, response: ServerResponse): void {
  if (!call.isBinary) {
    json(response, 200, answerTo(call));
    return;
  }
  const bytes = Buffer.from(Float32Array.from(call.rows.flat()).buffer);
  const parameters = { binary_data_size: bytes.length };
  const head = Buffer.from(JSON.stringify(answerTo(call, { data: undefined, parameters })));
  response
    .writeHead(200, {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': head.length,
      'content-length': head.length + bytes.length,
    })
    .end(Buffer.concat([head, bytes]));
}

export function json(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
