import { request } from 'node:http';

import type { RunningApp } from './app.js';

export interface InferenceOutput {
  name: string;
  datatype: string;
  shape: number[];
  parameters?: { binary_data_size: number };
  data?: number[] | string[];
}
export interface InferenceAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: {
    error?: string;
    id?: string;
    model_name: string;
    model_version: string;
    outputs: InferenceOutput[];
  };
  /** What stands behind the JSON text. */
  binary: Buffer;
}

/** Posts bytes as they are and cuts the answer where its header says. */
export function postInference(
  { port }: Pick<RunningApp, 'port'>,
  path: string,
  body: Buffer | string,
  headers: Record<string, string | number> = {},
): Promise<InferenceAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const length = Number(response.headers['inference-header-content-length'] ?? bytes.length);
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: JSON.parse(bytes.subarray(0, length).toString()) as InferenceAnswer['body'],
          binary: bytes.subarray(length),
        });
      });
    });
    sent.on('error', reject).end(body);
  });
}

/** A request with its binary tensors behind it, and the header that says so. */
export function withBinary(json: object, binary: Uint8Array): [Buffer, Record<string, string | number>] {
  const text = Buffer.from(JSON.stringify(json));
  return [
    Buffer.concat([text, binary]),
    { 'Content-Type': 'application/octet-stream', 'Inference-Header-Content-Length': text.length },
  ];
}

/** The input for encoded pictures in base64. */
export function base64Input(...pictures: Uint8Array[]): object {
  return {
    name: 'image',
    shape: [pictures.length],
    datatype: 'BYTES',
    parameters: { content_type: 'base64' },
    data: pictures.map((picture) => Buffer.from(picture).toString('base64')),
  };
}

/** The input for encoded pictures behind the JSON text, and what stands there. */
export function binaryPictures(...pictures: Buffer[]): [object, Buffer] {
  const elements = Buffer.concat(pictures.map(element));
  const parameters = { binary_data_size: elements.length };
  return [{ name: 'image', shape: [pictures.length, 1], datatype: 'BYTES', parameters }, elements];
}

function element(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The floats of a binary output. */
export function floatsOf(bytes: Uint8Array): number[] {
  return [...new Float32Array(new Uint8Array(bytes).buffer)];
}
