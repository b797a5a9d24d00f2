import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Answer, Answers, Picture } from './answers.js';

const SIDE = 8;

/**
 * Asks onnxruntime-node and compares with the outputs that were worked out by hand. It prepares pictures on its own,
 * by taking the 8x8 pixels in the middle, so that it checks the files and not the server.
 *
 * @returns a line for each model
 * @throws for the first output that is off
 */
export async function checkAnswers(root: string, { pictures, models }: Answers): Promise<string[]> {
  const lines: string[] = [];
  for (const [name, { answers }] of Object.entries(models)) {
    const session = await InferenceSession.create(join(root, name, 'onnx/model.onnx'));
    let off = 0;
    for (const answer of answers)
      off = Math.max(off, await worst(session, pictures[answer.picture]!, answer));
    const uses16Bits = name === 'float16-output';
    if (!(off <= (uses16Bits ? 1e-3 : 1e-6))) throw new Error(`${name}: an output is off by ${off}`);
    lines.push(`${name}: ${answers.length} answers, at most ${off.toExponential(1)} off`);
    await session.release();
  }
  return lines;
}

/** The largest difference of an output. */
async function worst(session: InferenceSession, picture: Picture, { outputs }: Answer): Promise<number> {
  const [input] = session.inputMetadata;
  if (!input?.isTensor) throw new Error('the input is no tensor');
  const results = await session.run({ [input.name]: tensorOf(picture, input) });
  const tensor = results[session.outputNames.includes('logits') ? 'logits' : session.outputNames[0]!]!;
  const data = tensor.data as ArrayLike<number>;
  const values = Array.from(data, (value) =>
    tensor.type === 'float16' && data instanceof Uint16Array ? fromHalf(value) : value,
  );
  if (values.length !== outputs.length) throw new Error(`${values.length} outputs, not ${outputs.length}`);
  return Math.max(...values.map((value, i) => Math.abs(value - outputs[i]!)));
}

function tensorOf(picture: Picture, { type, shape }: InferenceSession.TensorValueMetadata): Tensor {
  const pixels = middle(picture);
  const isNhwc = shape[3] === 3;
  const samples = isNhwc ? pixels.flat() : [0, 1, 2].flatMap((c) => pixels.map((pixel) => pixel[c]!));
  const dims = isNhwc ? [1, SIDE, SIDE, 3] : [1, 3, SIDE, SIDE];
  if (type === 'uint8') return new Tensor('uint8', Uint8Array.from(samples), dims);
  const scaled = samples.map((sample) => sample / 127.5 - 1);
  if (type === 'float16') return halfTensor(Uint16Array.from(scaled, toHalf), dims);
  return new Tensor('float32', Float32Array.from(scaled), dims);
}

/**
 * Where Node has Float16Array (24 and newer), Tensor turns the bits into one, of which onnxruntime-node 1.30 reads
 * no byte ("not enough space: expected 384, got 0"); so the bits are put back.
 */
function halfTensor(bits: Uint16Array, dims: number[]): Tensor {
  return Object.assign(new Tensor('float16', bits, dims), { cpuData: bits });
}

/** The 8x8 pixels in the middle, row by row. */
function middle({ block, grid }: Picture): number[][] {
  const left = (grid[0]!.length * block - SIDE) / 2;
  const top = (grid.length * block - SIDE) / 2;
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const row = Math.floor((top + Math.floor(i / SIDE)) / block);
    const colour = grid[row]![Math.floor((left + (i % SIDE)) / block)]!;
    return [...Buffer.from(colour, 'hex')];
  });
}

/** IEEE 754 half precision of -1 and 1, which are all that these pictures need. */
function toHalf(value: number): number {
  if (Math.abs(value) !== 1) throw new RangeError(`expected -1 or 1, not ${value}`);
  return value < 0 ? 0xbc00 : 0x3c00;
}

/** Of a normal number or zero in half precision. */
function fromHalf(bits: number): number {
  if ((bits & 0x7fff) === 0) return 0;
  const magnitude = (1 + (bits & 0x3ff) / 1024) * 2 ** (((bits >> 10) & 31) - 15);
  return bits & 0x8000 ? -magnitude : magnitude;
}
