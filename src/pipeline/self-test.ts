import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ModelProvider } from '../model/model.provider.js';
import { PipelineService } from './pipeline.service.js';

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
    const { imageBase64, confidences, tolerance } = this.model.golden;
    const { scores } = await this.pipeline.classify(imageBase64);
    const isRight =
      scores.length === confidences.length &&
      scores.every(({ confidence }, i) => Math.abs(confidence - confidences[i]!) <= tolerance);
    if (!isRight) {
      throw new Error(
        `the self-test failed: for the golden picture the model ${this.model.card.name} should answer ` +
          `[${confidences.join(', ')}] within ${tolerance}, it answered ` +
          `[${scores.map(({ confidence }) => confidence).join(', ')}]`,
      );
    }
    this.hasPassed = true;
    this.logger.log('Self-test passed');
  }
}
