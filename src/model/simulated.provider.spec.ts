import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { validPictures } from '../../test/support/pictures.js';
import { AppConfig } from '../config/app-config.js';
import { Kernels } from '../kernels/kernels.js';
import { DecodingService } from '../decoding/decoding.service.js';
import { PipelineService } from '../pipeline/pipeline.service.js';
import { PreprocessingService } from '../preprocessing/preprocessing.service.js';
import { SimulatedProvider } from './simulated.provider.js';

const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();

async function startedProvider(): Promise<SimulatedProvider> {
  const provider = new SimulatedProvider();
  await provider.onModuleInit();
  return provider;
}

async function pipelineWith(DECODER: string): Promise<PipelineService> {
  const kernels = new Kernels();
  const decoding = new DecodingService(AppConfig.fromEnvironment({ DECODER }), kernels);
  await decoding.onModuleInit();
  return new PipelineService(kernels, decoding, new PreprocessingService(kernels), await startedProvider());
}

/** A tensor whose every value is the same. */
function flatTensor(value: number) {
  return {
    data: new Float32Array(3 * 224 * 224).fill(value),
    shape: [1, 3, 224, 224],
    layout: 'NCHW',
    dataType: 'float32',
  } as const;
}

describe('SimulatedProvider', () => {
  it('has no labels before onModuleInit, and frozen ones from then on', async () => {
    const provider = new SimulatedProvider();
    expect(provider.labels).toEqual([]);
    await provider.onModuleInit();
    expect(provider.labels).toEqual(['Mammal', 'Bird', 'Reptile', 'Amphibian']);
    expect(Object.isFrozen(provider.labels)).toBe(true);
  });

  it('warns at start that it is simulated, and says so on its card', async () => {
    warn.mockClear();
    const { card } = await startedProvider();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('SIMULATED'));
    expect(card.kind).toBe('simulated');
  });

  it('takes pictures as ImageNet classifiers do', () => {
    expect(new SimulatedProvider().preprocessing).toEqual({
      resize: { mode: 'squash', width: 224, height: 224 },
      resample: 'bicubic',
      rescaleFactor: 1 / 255,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      layout: 'NCHW',
      dataType: 'float32',
    });
  });

  // A tensor of zeros has the projection 0, so every logit is sin 0.
  it('gives a tensor of zeros four equal scores', async () => {
    const provider = await startedProvider();
    expect([...(await provider.run(flatTensor(0)))]).toEqual([0, 0, 0, 0]);
  });

  it('always gives the same tensor the same answer, and another tensor another', async () => {
    const first = await (await startedProvider()).run(flatTensor(0.5));
    const second = await (await startedProvider()).run(flatTensor(0.5));
    expect([...second]).toEqual([...first]);
    expect([...(await (await startedProvider()).run(flatTensor(0.6)))]).not.toEqual([...first]);
  });
});

describe('SimulatedProvider behind the pipeline', () => {
  const confidences = new Map<string, Map<string, number[]>>();
  let labels: readonly string[];

  beforeAll(async () => {
    labels = (await startedProvider()).labels;
    for (const decoder of ['sharp', 'jimp']) {
      const pipeline = await pipelineWith(decoder);
      const answers = new Map<string, number[]>();
      for (const { name, bytes } of validPictures) {
        const { scores } = await pipeline.classify({ bytes, encoding: 'binary' });
        answers.set(
          name,
          scores.map(({ confidence }) => confidence),
        );
      }
      confidences.set(decoder, answers);
    }
  }, 60_000);

  const best = (values: number[]) => values.indexOf(Math.max(...values));

  it('gives each label to some of the test pictures', () => {
    const winners = new Set([...confidences.get('sharp')!.values()].map((values) => labels[best(values)]));
    expect(winners).toEqual(new Set(labels));
  });

  it.each(validPictures)('gives $name confidences that sum to 1', ({ name }) => {
    const values = confidences.get('sharp')!.get(name)!;
    expect(values).toHaveLength(4);
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  // Of the four chroma samples of jpeg-8x8.jpg sharp makes a gradient and jimp four squares: another picture.
  const alike = validPictures.filter(({ name }) => name !== 'jpeg-8x8.jpg');

  it.each(alike)('hardly depends on the decoder for $name', ({ name }) => {
    const sharp = confidences.get('sharp')!.get(name)!;
    const jimp = confidences.get('jimp')!.get(name)!;
    sharp.forEach((value, i) => {
      expect(Math.abs(value - jimp[i]!)).toBeLessThan(0.05);
    });
    const [first = 0, second = 0] = [...sharp].sort((a, b) => b - a);
    if (first - second > 0.05) expect(best(jimp)).toBe(best(sharp));
  });

  it.each(['sharp', 'jimp'])('gives the golden picture its golden confidences with %s', async (decoder) => {
    const pipeline = await pipelineWith(decoder);
    const { golden } = await startedProvider();
    const { scores } = await pipeline.classify({
      bytes: Buffer.from(golden.imageBase64),
      encoding: 'base64',
    });
    scores.forEach(({ confidence }, i) => {
      expect(Math.abs(confidence - golden.confidences![i]!)).toBeLessThanOrEqual(golden.tolerance);
    });
    expect(scores.map(({ label }) => label)).toEqual(labels);
    expect(golden.tolerance).toBeLessThanOrEqual(1e-9);
  });
});
