/**
 * An Open Inference Protocol server without a model: each call costs a fixed time and each picture in it some more, and
 * so many calls are worked on at a time, as by that many instances on accelerators. It sleeps for that time, so that it takes
 * little of the machine that is measured. A process of its own, which says its port to its parent.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [callMs = 5, pictureMs = 0.2, instances = 1] = process.argv.slice(2).map(Number);

const METADATA = {
  name: 'slow',
  versions: ['1'],
  platform: 'none',
  inputs: [{ name: 'pixel_values', datatype: 'FP32', shape: [-1, 3, 224, 224] }],
  outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, 4] }],
};

/** When each instance is free again (performance.now()). */
const freeAt = new Array<number>(instances).fill(0);
let calls = 0;
let pictures = 0;

async function infer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headLength = Number(request.headers['inference-header-content-length']);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (length < headLength) chunks.push(chunk);
    length += chunk.length;
  }
  const head = Buffer.concat(chunks).subarray(0, headLength).toString();
  const { id, inputs } = JSON.parse(head) as { id: string; inputs: [{ shape: [number] }] };
  const [count] = inputs[0].shape;
  calls++;
  pictures += count;
  // The instance that is free first. Timers come late, which must not add up: the time is set by the end before.
  const instance = freeAt.indexOf(Math.min(...freeAt));
  const end = Math.max(performance.now(), freeAt[instance]!) + callMs + pictureMs * count;
  freeAt[instance] = end;
  await sleep(Math.max(0, end - performance.now()));
  const data = new Array<number>(4 * count).fill(0);
  const outputs = [{ name: 'logits', datatype: 'FP32', shape: [count, 4], data }];
  answer(response, { model_name: 'slow', id, outputs });
}

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  if (request.method === 'POST') void infer(request, response);
  else if (request.url === '/v2') answer(response, { name: 'slow', extensions: ['binary_tensor_data'] });
  else if (request.url === '/counts') answer(response, { calls, pictures });
  else answer(response, METADATA);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send!((server.address() as AddressInfo).port);
});
process.on('disconnect', () => process.exit(0));
