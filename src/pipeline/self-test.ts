import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ModelProvider } from '../model/model.provider.js';
import type { PreprocessingSpec } from '../preprocessing/preprocessing-spec.js';
import { PipelineService } from './pipeline.service.js';
import { tensorOf } from './tensor-bytes.js';

/**
 * Sends the model's golden picture through the whole pipeline, once all modules have loaded. The server is not
 * ready before the answer has come out right, and does not start where it comes out wrong.
 */
@Injectable()
export class SelfTest implements OnApplicationBootstrap {
  private readonly logger = new Logger(SelfTest.name);
  private hasPassed = false;

  constructor(
    private readonly pipeline: PipelineService,
    private readonly model: ModelProvider,
  ) {}

  get passed(): boolean {
    return this.hasPassed;
  }

  /** @throws Error where a confidence of the golden picture is off by more than its tolerance */
  async onApplicationBootstrap(): Promise<void> {
    if (this.model.card.kind === 'remote') await this.provePreparing();
    else await this.proveAnswers();
    this.hasPassed = true;
    this.logger.log('Self-test passed');
  }

  private async proveAnswers(): Promise<void> {
    const { imageBase64, tolerance, confidences } = this.model.golden;
    const expected = confidences ?? (await this.answer(imageBase64));
    const actual = await this.answer(imageBase64);
    const isRight =
      actual.length === expected.length &&
      actual.every(
        (confidence, i) => isProbability(confidence) && Math.abs(confidence - expected[i]!) <= tolerance,
      );
    if (!isRight) {
      throw new Error(
        `the self-test failed: for the golden picture the model ${this.model.card.name} should answer ` +
          `[${abridge(expected)}] within ${tolerance}, it answered [${abridge(actual)}]`,
      );
    }
  }

  /** Without a graph: decoding and preprocessing give a whole tensor of finite numbers, twice the same. */
  private async provePreparing(): Promise<void> {
    const { preprocessing } = this.model;
    const bytes = Buffer.from(this.model.golden.imageBase64);
    const prepare = async () =>
      Buffer.from((await this.pipeline.prepare({ bytes, encoding: 'base64' }, preprocessing)).tensor);
    const [first, second] = [await prepare(), await prepare()];
    if (!first.equals(second) || !isTensor(first, preprocessing)) {
      throw new Error(
        `the self-test failed: for the golden picture the preprocessing of ${this.model.card.name} should give the same ` +
          'finite numbers twice, it did not',
      );
    }
  }

  private async answer(imageBase64: string): Promise<number[]> {
    const { scores } = await this.pipeline.classify({ bytes: Buffer.from(imageBase64), encoding: 'base64' });
    return scores.map(({ confidence }) => confidence);
  }
}

function isTensor(bytes: Uint8Array, spec: PreprocessingSpec): boolean {
  try {
    tensorOf(bytes, spec);
    return true;
  } catch {
    return false;
  }
}

function isProbability(value: number): boolean {
  return value >= 0 && value <= 1;
}

function abridge(values: readonly number[]): string {
  return values.length > 8 ? `${values.slice(0, 8).join(', ')}, ...` : values.join(', ');
}
