import { performance } from 'node:perf_hooks';
import { Body, Controller, HttpCode, Post, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AdmissionGuard } from '../admission/admission.guard.js';
import { REQUEST_TIMEOUT_HEADER } from '../admission/request-timeout.js';
import { NeedsScope } from '../auth/access.decorators.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import { BodyBuffers } from '../http/body-buffers.js';
import { JsonBodyInterceptor } from '../http/json-body.interceptor.js';
import { RequestDeadline } from '../http/request-deadline.js';
import { RawString } from '../http/raw-string.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { Classifier } from '../pipeline/classifier.js';
import { RateLimitGuard } from '../rate-limit/rate-limit.guard.js';
import { RATE_LIMIT_HEADERS } from '../rate-limit/rate-limit-headers.js';
import { ClassificationResponse } from './classification-response.dto.js';
import { LatencyInterceptor, type Classified } from './latency.interceptor.js';
import { ModelHeaderInterceptor } from './model-header.interceptor.js';
import { PayloadRequest } from './payload-request.dto.js';
import { PREDICT_EXAMPLES } from './predict.examples.js';
import { predictionsAbove } from './predictions.js';

@ApiTags('predict')
@NeedsScope('predict')
@Controller('predict')
export class PredictController {
  constructor(
    private readonly classifier: Classifier,
    private readonly buffers: BodyBuffers,
  ) {}

  @Post()
  @HttpCode(200)
  // After the global AuthGuard, in this order, and before the body is read.
  @UseGuards(RateLimitGuard, AdmissionGuard)
  // In this order: the clock starts when the body is there.
  @UseInterceptors(ModelHeaderInterceptor, JsonBodyInterceptor, LatencyInterceptor)
  @ApiOperation({ summary: 'Classify one picture' })
  @ApiHeader({
    name: REQUEST_TIMEOUT_HEADER,
    required: false,
    description: 'Milliseconds after which the answer is of no use; REQUEST_TIMEOUT_MS where that is shorter',
    schema: { type: 'integer', minimum: 1 },
  })
  @ApiBody({ type: PayloadRequest, examples: PREDICT_EXAMPLES })
  @ApiOkResponse({
    type: ClassificationResponse,
    headers: {
      'Server-Timing': {
        description:
          'Milliseconds of each stage: validate, queue (waiting for a worker and handing over), base64, decode, preprocess, inference, postprocess, total',
        schema: { type: 'string' },
      },
      'X-Model': {
        description: 'Name, version and kind of the model that answered',
        schema: { type: 'string' },
      },
      ...RATE_LIMIT_HEADERS,
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
    'image_quarantined',
    'rate_limited',
    'headers_too_large',
    'worker_crashed',
    'internal_error',
    'overloaded',
    'rate_limit_unavailable',
    'not_ready',
    'too_many_connections',
    'deadline_exceeded',
    'worker_hung',
  )
  async predict(
    @Body() request: PayloadRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Classified> {
    const enteredAt = performance.now();
    const picture = encodedPicture(request.image_base64);
    const { scores, timings } = await this.classifier
      .classify(picture, RequestDeadline.of(response))
      .finally(() => {
        this.buffers.giveBack(picture.bytes);
      });
    const hasScores = performance.now();
    const predictions = predictionsAbove(request.confidence_threshold, scores, request.top_k);
    const postprocess = performance.now() - hasScores;
    return { predictions, timings: { ...timings, postprocess }, enteredAt };
  }
}

function encodedPicture(text: string | RawString): EncodedPicture {
  if (text instanceof RawString) return { bytes: text.bytes, encoding: 'json_base64' };
  return { bytes: Buffer.from(text), encoding: 'base64' };
}
