import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeOipServer } from './fake-oip-server.js';
import { LABELS, linearModel } from './oip-model.js';

const PIXELS = Array.from({ length: 48 }, (_, index) => index / 64);

describe('the fake server of the Open Inference Protocol', () => {
  let fake: FakeOipServer;
  beforeEach(async () => {
    fake = await FakeOipServer.start();
  });
  afterEach(() => fake.close());

  const infer = async (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${fake.modelUrl}/infer`, {
      method: 'POST',
      body: body instanceof Buffer ? new Uint8Array(body) : JSON.stringify(body),
      headers,
    });
  const input = (changes: object = {}) => ({
    name: 'pixels',
    datatype: 'FP32',
    shape: [1, 3, 4, 4],
    data: PIXELS,
    ...changes,
  });

  it('tells of its model', async () => {
    const told: unknown = await (await fetch(fake.modelUrl)).json();
    expect(told).toMatchObject({
      name: 'linear',
      versions: ['7'],
      inputs: [{ name: 'pixels', datatype: 'FP32', shape: [-1, 3, 4, 4] }],
      outputs: [
        { name: 'logits', datatype: 'FP32', shape: [-1, LABELS.length] },
        { name: 'shares', datatype: 'FP32', shape: [-1, LABELS.length] },
      ],
    });
  });

  it('counts what it was asked, and answers the same for text and bytes', async () => {
    const text = (await (await infer({ id: 'a', inputs: [input()] })).json()) as {
      outputs: { data: number[] }[];
    };
    expect(text).toMatchObject({ model_name: 'linear', model_version: '7', id: 'a' });
    const logits = text.outputs[0]!.data;
    expect(logits).toHaveLength(LABELS.length);
    expect(logits[0]).toBe(
      Math.fround(PIXELS.reduce((sum, pixel, index) => sum + pixel * Math.sin((index + 1) * 1.5), 0)),
    );
    const head = JSON.stringify({
      inputs: [input({ data: undefined, parameters: { binary_data_size: 192 } })],
      outputs: [{ name: 'logits', parameters: { binary_data: true } }],
    });
    const binary = await infer(
      Buffer.concat([Buffer.from(head), Buffer.from(Float32Array.from(PIXELS).buffer)]),
      { 'Inference-Header-Content-Length': String(head.length) },
    );
    const length = Number(binary.headers.get('inference-header-content-length'));
    const bytes = Buffer.from(await binary.arrayBuffer()).subarray(length);
    expect(logits).toEqual(Array.from({ length: 5 }, (_, index) => bytes.readFloatLE(4 * index)));
    expect((await infer({ inputs: [input({ shape: [1, 48] })] })).status).toBe(400);
    expect(fake.inferred).toEqual([1, 1, 0]);
  });

  it('serves another model, and does wrong where it shall', async () => {
    fake.model = linearModel({
      name: 'sum',
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 2] }],
      outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 1], row: ([a, b]) => [Number(a) + Number(b)] }],
    });
    const asked = {
      inputs: [
        {
          name: 'x',
          datatype: 'FP32',
          shape: [2, 2],
          data: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    };
    expect(await (await infer(asked)).json()).toMatchObject({ outputs: [{ shape: [2, 1], data: [3, 7] }] });
    fake.faults = { answer: (answer, { nth }) => ({ ...answer, status: nth === 2 ? 503 : 200 }) };
    expect((await infer(asked)).status).toBe(503);
    expect((await infer(asked)).status).toBe(200);
    fake.faults = { seize: (_asked, response) => Boolean(response.destroy()) };
    await expect(infer(asked)).rejects.toThrow('fetch failed');
  });
});
