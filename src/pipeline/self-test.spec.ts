import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Kernels } from '../kernels/kernels.js';
import { DecodingService } from '../decoding/decoding.service.js';
import type { GoldenPicture } from '../model/model.provider.js';
import { SimulatedProvider } from '../model/simulated.provider.js';
import { IMAGENET, type PreprocessingSpec } from '../preprocessing/preprocessing-spec.js';
import { PreprocessingService } from '../preprocessing/preprocessing.service.js';
import { PipelineService } from './pipeline.service.js';
import { SelfTest } from './self-test.js';

jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
jest.spyOn(Logger.prototype, 'log').mockReturnValue();

const kernels = new Kernels();
const decoding = new DecodingService(AppConfig.fromEnvironment({ DECODER: 'jimp' }), kernels);
const { golden: right } = new SimulatedProvider();

/** A self-test of a model whose golden picture differs in some way. */
async function selfTestWith(changes: Partial<GoldenPicture>): Promise<SelfTest> {
  class Provider extends SimulatedProvider {
    override readonly golden = { ...right, ...changes };
  }
  const model = new Provider();
  await model.onModuleInit();
  return new SelfTest(
    new PipelineService(kernels, decoding, new PreprocessingService(kernels), model),
    model,
  );
}

describe('SelfTest', () => {
  beforeAll(() => decoding.onModuleInit());

  it('passes where the answer is the golden one, and not before it has run', async () => {
    const selfTest = await selfTestWith({});
    expect(selfTest.passed).toBe(false);
    await selfTest.onApplicationBootstrap();
    expect(selfTest.passed).toBe(true);
  });

  const [first, second, third, fourth] = right.confidences as [number, number, number, number];

  it.each([
    { fault: 'the last confidence is off', changes: { confidences: [first, second, third, fourth + 1e-6] } },
    { fault: 'the first confidence is off', changes: { confidences: [first - 1e-6, second, third, fourth] } },
    { fault: 'two confidences are exchanged', changes: { confidences: [second, first, third, fourth] } },
    { fault: 'a confidence is missing', changes: { confidences: [first, second, third] } },
    { fault: 'there is one too many', changes: { confidences: [...right.confidences!, 0] } },
    { fault: 'a confidence is not a number', changes: { confidences: [first, second, third, NaN] } },
  ])('fails where $fault', async ({ changes }) => {
    const selfTest = await selfTestWith(changes);
    await expect(selfTest.onApplicationBootstrap()).rejects.toThrow(
      /^the self-test failed: for the golden picture the model tetrapod-simulated should answer \[.+\]/,
    );
    expect(selfTest.passed).toBe(false);
  });

  it('fails where the golden picture itself is refused', async () => {
    const selfTest = await selfTestWith({ imageBase64: 'Zm9v' });
    await expect(selfTest.onApplicationBootstrap()).rejects.toMatchObject({
      code: 'unsupported_image_format',
    });
    expect(selfTest.passed).toBe(false);
  });

  it('allows what the tolerance allows', async () => {
    const selfTest = await selfTestWith({
      confidences: [first + 0.009, second, third, fourth],
      tolerance: 0.01,
    });
    await selfTest.onApplicationBootstrap();
    expect(selfTest.passed).toBe(true);
  });

  describe('of a model whose graph is run elsewhere', () => {
    class Graphless extends SimulatedProvider {
      override readonly card = { ...new SimulatedProvider().card, kind: 'remote' as const };
      override readonly preprocessing: PreprocessingSpec = IMAGENET;

      override run(): Promise<Float64Array> {
        return Promise.reject(new Error('there is no graph'));
      }
    }

    const selfTestOf = async (model: Graphless) => {
      await model.onModuleInit();
      const pipeline = new PipelineService(kernels, decoding, new PreprocessingService(kernels), model);
      return { pipeline, selfTest: new SelfTest(pipeline, model) };
    };

    it('proves decoding and preprocessing', async () => {
      const { selfTest } = await selfTestOf(new Graphless());
      await selfTest.onApplicationBootstrap();
      expect(selfTest.passed).toBe(true);
    });

    it('fails where tensors have numbers that are not finite', async () => {
      class Infinite extends Graphless {
        override readonly preprocessing = { ...IMAGENET, rescaleFactor: Infinity };
      }
      const { selfTest } = await selfTestOf(new Infinite());
      await expect(selfTest.onApplicationBootstrap()).rejects.toThrow('the self-test failed');
    });

    it('fails where the same picture gives two tensors', async () => {
      const { selfTest, pipeline } = await selfTestOf(new Graphless());
      const prepare = pipeline.prepare.bind(pipeline);
      let count = 0;
      pipeline.prepare = async (...call) => {
        const prepared = await prepare(...call);
        prepared.tensor[0]! ^= count++;
        return prepared;
      };
      await expect(selfTest.onApplicationBootstrap()).rejects.toThrow('the self-test failed');
    });
  });
});
