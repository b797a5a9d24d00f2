import { performance } from 'node:perf_hooks';
import { Controller, HttpCode, Post, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AdmissionGuard } from '../admission/admission.guard.js';
import { NeedsScope } from '../auth/access.decorators.js';
import { AcceptGuard, AnswersWith } from '../http/accept.guard.js';
import { BodyBuffers } from '../http/body-buffers.js';
import { BodyInterceptor, TakesBodies } from '../http/body.interceptor.js';
import { RequestDeadline } from '../http/request-deadline.js';
import { RequestRecord } from '../http/request-record.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { Classifier } from '../pipeline/classifier.js';
import { RateLimitGuard } from '../rate-limit/rate-limit.guard.js';
import { ClassificationResponse } from './classification-response.dto.js';
import { LatencyInterceptor, type Classified } from './latency.interceptor.js';
import { ModelHeaderInterceptor } from './model-header.interceptor.js';
import { PayloadRequest } from './payload-request.dto.js';
import { PictureForm } from './picture-form.dto.js';
import type { PictureRequest } from './picture-request.js';
import {
  PICTURE_PROBLEMS,
  PREDICT_BODY,
  RESULT_HEADERS,
  THRESHOLD_QUERY,
  TIMEOUT_HEADER,
  TOP_K_QUERY,
} from './predict.openapi.js';
import { predictionsAbove } from './predictions.js';
import { ReceivedPicture } from './received-picture.decorator.js';

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
  @UseGuards(RateLimitGuard, AdmissionGuard, AcceptGuard)
  @AnswersWith('application/json')
  // In this order: the clock starts when the body is there.
  @UseInterceptors(ModelHeaderInterceptor, BodyInterceptor, LatencyInterceptor)
  @TakesBodies('json', 'raw', 'form')
  @ApiOperation({ summary: 'Classify one picture', requestBody: PREDICT_BODY! })
  @ApiHeader(TIMEOUT_HEADER)
  @ApiExtraModels(PayloadRequest, PictureForm)
  @ApiQuery(TOP_K_QUERY)
  @ApiQuery(THRESHOLD_QUERY)
  @ApiOkResponse({
    type: ClassificationResponse,
    headers: {
      'Server-Timing': {
        description:
          'Milliseconds of each stage: validate, queue (waiting for a worker and handing over), base64, decode, preprocess, inference, postprocess, total',
        schema: { type: 'string' },
      },
      ...RESULT_HEADERS,
    },
  })
  @ApiProblems(...PICTURE_PROBLEMS, 'upstream_failed', 'upstream_timeout')
  async predict(
    @ReceivedPicture() { picture, threshold, topK, body }: PictureRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Classified> {
    const enteredAt = performance.now();
    const record = RequestRecord.of(response);
    const deadline = RequestDeadline.of(response);
    const { scores, timings } = await record
      .picture(picture.bytes.length, () => this.classifier.classify(picture, deadline))
      .finally(() => {
        this.buffers.giveBack(body);
      });
    // From when the scores were there: what is noted of them takes its time as well.
    const hasScores = record.pictures.at(-1)!.endedAt;
    const predictions = predictionsAbove(threshold, scores, topK);
    const postprocess = performance.now() - hasScores;
    record.noteStage('postprocess', hasScores);
    record.addLabels(predictions.length);
    return { predictions, timings: { ...timings, postprocess }, enteredAt };
  }
}
