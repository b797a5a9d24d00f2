import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { inferAnswer } from './infer-answer.js';
import { readInferRequest } from './infer-request.js';
import { linearModel, type OipModel } from './oip-model.js';
import { Refusal } from './refusal.js';
import { type Answer, type Asked, type Faults, json, write } from './fake-exchange.js';

export interface FakeOipServerOptions {
  model?: OipModel;
  extensions?: string[];
  faults?: Faults;
  /** How long one inference takes, in milliseconds, from the number of its rows. */
  delayMs?: (rows: number) => number;
  /** Absent: any free one. */
  port?: number;
}

/**
 * A small server of the Open Inference Protocol on 127.0.0.1, within the process that starts it. It shows the conformance
 * kit what is right and, by its faults, what is wrong; and it stands for an upstream where one is needed.
 */
export class FakeOipServer {
  /** The requests for inference so far, by their number of rows; 0 for one that was refused. */
  readonly inferred: number[] = [];
  connections = 0;
  inFlight = 0;
  mostInFlight = 0;
  model: OipModel;
  faults: Faults;
  delayMs: (rows: number) => number;
  /** What the probes of readiness answer. */
  isReady = true;
  private readonly extensions: string[];
  private readonly server: Server;

  private constructor({ model, extensions, faults, delayMs }: FakeOipServerOptions) {
    this.model = model ?? linearModel();
    this.extensions = extensions ?? ['binary_tensor_data', 'classification'];
    this.faults = faults ?? {};
    this.delayMs = delayMs ?? (() => 0);
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        const { method = '', url = '', headers } = request;
        const path = url.replace(/\?.*/s, '');
        void this.exchange({ method, path, headers, body: Buffer.concat(chunks), nth: 0, rows: 0 }, response);
      });
    });
    this.server.on('connection', () => this.connections++);
  }

  static async start(options: FakeOipServerOptions = {}): Promise<FakeOipServer> {
    const fake = new FakeOipServer(options);
    fake.server.listen(options.port ?? 0, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The root of the server, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Where its model is, as clients are told of it. */
  get modelUrl(): string {
    return `${this.url}/v2/models/${this.model.name}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async exchange(asked: Asked, response: ServerResponse): Promise<void> {
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    response.once('close', () => this.inFlight--);
    if (await this.faults.seize?.(asked, response)) return;
    const right = await this.answer(asked);
    write(response, (await this.faults.answer?.(right, asked)) ?? right);
  }

  private async answer(asked: Asked): Promise<Answer> {
    try {
      return await this.route(asked);
    } catch (error) {
      // What a test has set up wrong, such as a row of another length than the model says.
      if (!(error instanceof Refusal)) return json({ error: String(error) }, 500);
      const { status, complaint, message } = error;
      return { ...json({ error: message }, status), complaint };
    }
  }

  private async route(asked: Asked): Promise<Answer> {
    const [, v2, ...parts] = asked.path.replace(/\/$/, '').split('/').map(decodeURIComponent);
    const [first, name, ...rest] = parts;
    if (v2 !== 'v2') throw unknownPath();
    if (parts.length === 0) {
      only('GET', asked);
      return json({ name: 'fake-oip', version: '1.0.0', extensions: this.extensions });
    }
    if (first === 'health' && rest.length === 0 && (name === 'live' || name === 'ready')) {
      only('GET', asked);
      const isWell = name === 'live' || this.isReady;
      return json({ [name]: isWell, live: true }, isWell ? 200 : 503);
    }
    if (first !== 'models' || name === undefined) throw unknownPath();
    return this.routeModel(name, rest, asked);
  }

  private async routeModel(name: string, rest: string[], asked: Asked): Promise<Answer> {
    const { model } = this;
    const [version, verb, ...more] = rest[0] === 'versions' ? rest.slice(1) : [undefined, ...rest];
    if (name !== model.name) throw new Refusal('model', `there is no model '${name}'`, 404);
    if (version !== undefined && version !== model.version) {
      throw new Refusal('version', `model '${name}' has no version '${version}'`, 404);
    }
    if (more.length > 0 || (rest[0] === 'versions' && version === undefined)) throw unknownPath();
    if (verb === undefined) {
      only('GET', asked);
      const { platform, inputs, outputs } = model;
      const specs = [inputs, outputs].map((tensors) =>
        tensors.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
      );
      const versions = model.version === undefined ? {} : { versions: [model.version] };
      return json({ name, ...versions, platform, inputs: specs[0], outputs: specs[1] });
    }
    if (verb === 'ready') {
      only('GET', asked);
      return json({ name, ready: this.isReady }, this.isReady ? 200 : 503);
    }
    if (verb !== 'infer') throw unknownPath();
    only('POST', asked);
    return this.infer(asked);
  }

  private async infer(asked: Asked): Promise<Answer> {
    asked.nth = this.inferred.push(0);
    const request = readInferRequest(this.model, asked.headers, asked.body);
    asked.rows = request.rows;
    this.inferred[asked.nth - 1] = request.rows;
    await wait(this.delayMs(request.rows));
    const { json: body, tail } = inferAnswer(this.model, request);
    return { ...json(body), tail };
  }
}

const unknownPath = () => new Refusal('path', 'there is nothing at this path', 404);

function only(method: string, asked: Asked): void {
  if (asked.method === method) return;
  throw new Refusal('method', `this path takes ${method}, not ${asked.method}`, 405);
}
