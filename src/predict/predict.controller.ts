import { performance } from 'node:perf_hooks';
import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../openapi/api-problems.js';
import { PipelineService } from '../pipeline/pipeline.service.js';
import { ClassificationResponse } from './classification-response.dto.js';
import { LatencyInterceptor, type Classified } from './latency.interceptor.js';
import { ModelHeaderInterceptor } from './model-header.interceptor.js';
import { PayloadRequest } from './payload-request.dto.js';
import { PREDICT_EXAMPLES } from './predict.examples.js';
import { predictionsAbove } from './predictions.js';

@ApiTags('predict')
@Controller('predict')
export class PredictController {
  constructor(private readonly pipeline: PipelineService) {}

  @Post()
  @HttpCode(200)
  @UseInterceptors(ModelHeaderInterceptor, LatencyInterceptor)
  @ApiOperation({ summary: 'Classify one picture' })
  @ApiBody({ type: PayloadRequest, examples: PREDICT_EXAMPLES })
  @ApiOkResponse({
    type: ClassificationResponse,
    headers: {
      'Server-Timing': {
        description:
          'Milliseconds of each stage: validate, base64, decode, preprocess, inference, postprocess, total',
        schema: { type: 'string' },
      },
      'X-Model': {
        description: 'Name, version and kind of the model that answered',
        schema: { type: 'string' },
      },
    },
  })
  @ApiProblems(
    'malformed_request',
    'malformed_json',
    'validation_failed',
    'invalid_base64',
    'request_timeout',
    'payload_too_large',
    'unsupported_media_type',
    'unsupported_image_format',
    'image_empty',
    'image_corrupt',
    'image_too_large',
    'headers_too_large',
    'internal_error',
  )
  async predict(@Body() request: PayloadRequest): Promise<Classified> {
    const enteredAt = performance.now();
    const { scores, timings } = await this.pipeline.classify(request.image_base64);
    const hasScores = performance.now();
    const predictions = predictionsAbove(request.confidence_threshold, scores, request.top_k);
    const postprocess = performance.now() - hasScores;
    return { predictions, timings: { ...timings, postprocess }, enteredAt };
  }
}
