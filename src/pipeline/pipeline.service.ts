import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { decodeBase64Bytes } from '../decoding/base64-bytes.js';
import { DecodingService } from '../decoding/decoding.service.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import { ModelProvider } from '../model/model.provider.js';
import { PreprocessingService } from '../preprocessing/preprocessing.service.js';
import { Classifier, labelScores, type Scored, type ServedModel } from './classifier.js';
import type { StageTimings } from './stage-timings.js';

/** The one way from a picture to scores; every door of the server leads here. */
@Injectable()
export class PipelineService extends Classifier {
  constructor(
    private readonly decoding: DecodingService,
    private readonly preprocessing: PreprocessingService,
    private readonly provider: ModelProvider,
  ) {
    super();
  }

  override get model(): ServedModel {
    const { card, labels, preprocessing } = this.provider;
    return { card, labels, preprocessing };
  }

  override async classify({ bytes, encoding }: EncodedPicture): Promise<Scored> {
    if (encoding === 'binary') return this.classifyFile(bytes, {});
    const start = performance.now();
    const file = decodeBase64Bytes(bytes, encoding);
    return this.classifyFile(file, { base64: performance.now() - start });
  }

  private async classifyFile(file: Uint8Array, before: StageTimings): Promise<Scored> {
    const start = performance.now();
    const image = await this.decoding.decode(file);
    const hasImage = performance.now();
    const tensor = this.preprocessing.preprocess(image, this.provider.preprocessing);
    const hasTensor = performance.now();
    const confidences = await this.provider.infer(tensor);
    return {
      scores: labelScores(this.provider.labels, confidences),
      timings: {
        ...before,
        decode: hasImage - start,
        preprocess: hasTensor - hasImage,
        inference: performance.now() - hasTensor,
      },
    };
  }
}
