import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const SIDE = 224;
const ROUNDS = 15;

/**
 * Runs a graph of 224x224 pictures (NCHW, float32) with more and more of them in one run.
 * @returns rows of a table: pictures in a run, and the median milliseconds of each of them
 */
export async function measureBatches(model: string): Promise<string[][]> {
  const session = await InferenceSession.create(join(model, 'onnx/model.onnx'), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const [input] = session.inputNames as [string];
  const sizes = [1, 2, 4, 8, 16, 49];
  const took = new Map<number, number[]>(sizes.map((size) => [size, []]));
  // By turns, because the machine may be busy with something else for a while.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const size of sizes) {
      const data = Float32Array.from(
        { length: size * 3 * SIDE * SIDE },
        (_, i) => ((i * 7919) % 997) / 250 - 2,
      );
      const start = performance.now();
      await session.run({ [input]: new Tensor('float32', data, [size, 3, SIDE, SIDE]) });
      // The first run of a size allocates.
      if (round > 0) took.get(size)!.push((performance.now() - start) / size);
    }
  }
  await session.release();
  const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1]!;
  return [
    ['pictures in a run', 'ms each'],
    ...sizes.map((size) => [String(size), median(took.get(size)!).toFixed(2)]),
  ];
}
