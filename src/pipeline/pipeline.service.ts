import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { decodeBase64 } from '../decoding/base64.js';
import { DecodingService } from '../decoding/decoding.service.js';
import { ModelProvider } from '../model/model.provider.js';
import { PreprocessingService } from '../preprocessing/preprocessing.service.js';
import type { Tensor } from '../preprocessing/tensor.js';
import type { StageTimings } from './stage-timings.js';

export interface LabelScore {
  label: string;
  /** From 0 to 1. */
  confidence: number;
}

export interface Scored {
  /** Every label of the model, in the model's order. */
  scores: LabelScore[];
  timings: StageTimings;
}

interface Preprocessed {
  tensor: Tensor;
  timings: StageTimings;
}

/** The one way from a picture to scores; every door of the server leads here. */
@Injectable()
export class PipelineService {
  constructor(
    private readonly decoding: DecodingService,
    private readonly preprocessing: PreprocessingService,
    private readonly model: ModelProvider,
  ) {}

  /**
   * From base64 to the tensor that the model takes.
   *
   * @throws AppError `invalid_base64`, `image_empty`, `unsupported_image_format`, `image_too_large`, `image_corrupt`
   */
  async decodeAndPreprocess(imageBase64: string): Promise<Preprocessed> {
    const start = performance.now();
    const bytes = decodeBase64(imageBase64);
    const base64 = performance.now() - start;
    const { tensor, timings } = await this.preprocessBytes(bytes);
    return { tensor, timings: { base64, ...timings } };
  }

  /** From base64 to the confidence of every label; throws what decodeAndPreprocess throws. */
  async classify(imageBase64: string): Promise<Scored> {
    return this.infer(await this.decodeAndPreprocess(imageBase64));
  }

  /** From the bytes of a file to the confidence of every label; throws what decodeAndPreprocess throws. */
  async classifyBytes(bytes: Uint8Array): Promise<Scored> {
    return this.infer(await this.preprocessBytes(bytes));
  }

  private async preprocessBytes(bytes: Uint8Array): Promise<Preprocessed> {
    const start = performance.now();
    const image = await this.decoding.decode(bytes);
    const hasImage = performance.now();
    const tensor = this.preprocessing.preprocess(image, this.model.preprocessing);
    return { tensor, timings: { decode: hasImage - start, preprocess: performance.now() - hasImage } };
  }

  private async infer({ tensor, timings }: Preprocessed): Promise<Scored> {
    const start = performance.now();
    const confidences = await this.model.infer(tensor);
    const inference = performance.now() - start;
    const scores = this.model.labels.map((label, i) => ({ label, confidence: confidences[i]! }));
    return { scores, timings: { ...timings, inference } };
  }
}
