import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export const LABELS = ['Mammal', 'Bird'];
export const RIGHT = [
  { label: 'Bird', confidence: 0.75 },
  { label: 'Mammal', confidence: 0.25 },
];

/** What has been asked so far, from 1 on, and how to answer. */
type Answerer = (response: ServerResponse, count: number) => void;

/** A server that looks like a Tetrapod from outside, and answers POST /predict as a test wants it to. */
export class FakeTetrapod {
  predicted = 0;
  probed = 0;
  connections = 0;
  inFlight = 0;
  mostInFlight = 0;
  headers: IncomingHttpHeaders = {};
  private readonly server: Server;

  private constructor(onPredict: Answerer, onProbe: Answerer, showsModel: () => boolean) {
    this.server = createServer((request, response) => {
      this.headers = request.headers;
      request.resume();
      request.once('end', () => {
        if (request.url === '/model' && showsModel())
          answerJson(response, { name: 'fake', version: '1', labels: LABELS });
        else if (request.url === '/health/live') onProbe(response, ++this.probed);
        else {
          this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
          response.once('close', () => this.inFlight--);
          onPredict(response, ++this.predicted);
        }
      });
    });
    this.server.on('connection', () => this.connections++);
  }

  static async start(
    onPredict: Answerer = answerRight,
    onProbe: Answerer = answerRight,
    /** Otherwise `/model` is answered as a picture is. */
    showsModel: () => boolean = () => true,
  ): Promise<FakeTetrapod> {
    const fake = new FakeTetrapod(onPredict, onProbe, showsModel);
    fake.server.listen(0, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

let latency = 0;

export function answerRight(response: ServerResponse): void {
  // Never the same twice, as that of a real one.
  answerJson(response, { predictions: RIGHT, latency_ms: ++latency });
}
