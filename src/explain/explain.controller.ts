import { performance } from 'node:perf_hooks';
import { Controller, HttpCode, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AdmissionGuard } from '../admission/admission.guard.js';
import { NeedsScope } from '../auth/access.decorators.js';
import { AcceptGuard, AnswersWith, answerTypeOf } from '../http/accept.guard.js';
import { BodyBuffers } from '../http/body-buffers.js';
import { BodyInterceptor, TakesBodies } from '../http/body.interceptor.js';
import { queryOf } from '../http/query-of.js';
import type { ReceivedBody } from '../http/received-body.js';
import { RequestDeadline } from '../http/request-deadline.js';
import { RequestRecord } from '../http/request-record.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { Classifier } from '../pipeline/classifier.js';
import { ModelHeaderInterceptor } from '../predict/model-header.interceptor.js';
import { PICTURE_PROBLEMS, TIMEOUT_HEADER } from '../predict/predict.openapi.js';
import { toSevenDecimals } from '../predict/predictions.js';
import { serverTiming, toMicrosecond } from '../predict/server-timing.js';
import { RateLimitGuard } from '../rate-limit/rate-limit.guard.js';
import {
  EXPLANATION_ANSWER,
  EXPLANATION_BODY,
  GRID_QUERY,
  LABEL_QUERY,
  PNG_TYPE,
} from './explain.openapi.js';
import { Explainer, type Explanation } from './explainer.js';
import { ExplanationForm, ExplanationRequest } from './explanation-request.dto.js';
import { toExplanationWish, type ExplanationWish } from './explanation-request.js';
import { ExplanationSlots } from './explanation-slots.js';
import { ExplanationGuard } from './explanation.guard.js';
import { ExplanationResponse } from './explanation.dto.js';
import { labelProblem } from './label-choice.js';

@ApiTags('explain')
@NeedsScope('predict')
@Controller('explain')
export class ExplainController {
  constructor(
    private readonly classifier: Classifier,
    private readonly explainer: Explainer,
    private readonly slots: ExplanationSlots,
    private readonly buffers: BodyBuffers,
  ) {}

  @Post()
  @HttpCode(200)
  // After the global AuthGuard, in this order, and before the body is read.
  @UseGuards(RateLimitGuard, ExplanationGuard, AdmissionGuard, AcceptGuard)
  @AnswersWith('application/json', PNG_TYPE)
  @UseInterceptors(ModelHeaderInterceptor, BodyInterceptor)
  @TakesBodies('json', 'raw', 'form')
  @ApiOperation({
    summary: 'Explain the answer to one picture',
    description:
      'Greys out one patch of the picture after the other and says how much confidence each takes away. It is worked on ' +
      'while no other picture waits, EXPLAIN_CONCURRENCY at a time; where that is 0, there is nothing at this path.',
    requestBody: EXPLANATION_BODY!,
  })
  @ApiHeader(TIMEOUT_HEADER)
  @ApiExtraModels(ExplanationRequest, ExplanationForm, ExplanationResponse)
  @ApiQuery(LABEL_QUERY)
  @ApiQuery(GRID_QUERY)
  @ApiResponse(EXPLANATION_ANSWER)
  @ApiProblems(...PICTURE_PROBLEMS, 'not_found', 'upstream_failed', 'upstream_timeout')
  async explain(@Req() request: Request, @Res() response: Response): Promise<void> {
    const received = request.body as ReceivedBody;
    const record = RequestRecord.of(response);
    const start = performance.now();
    const wish = this.toWish(received, request);
    record.noteStage('parse', start);
    const validate = performance.now() - start;
    const asker = { record, deadline: RequestDeadline.of(response)! };
    const explanation = await this.slots.run(() =>
      this.explainer.explain(wish, asker, () => {
        this.buffers.giveBack(received.bytes);
      }),
    );
    record.addLabels(1);
    const { occlude, draw } = record.stageTimes;
    const total = toMicrosecond(performance.now() - start);
    const stages = { validate, ...explanation.timings, occlude: occlude!, draw: draw!, total };
    response.setHeader('Server-Timing', serverTiming(stages));
    if (answerTypeOf(response) === PNG_TYPE) response.type(PNG_TYPE).send(Buffer.from(explanation.overlay));
    else response.json(toResponse(explanation, total));
  }

  /** @throws AppError `validation_failed` */
  private toWish(received: ReceivedBody, request: Request): ExplanationWish {
    const wish = toExplanationWish(received, queryOf(request));
    const problem =
      wish.label === undefined ? undefined : labelProblem(this.classifier.model.labels, wish.label);
    if (problem) throw problem;
    return wish;
  }
}

function toResponse(explanation: Explanation, latency_ms: number): ExplanationResponse {
  const { label, confidence, grid, importance, size, region, view, overlay } = explanation;
  const drawn = (png: Uint8Array) => ({ ...size, png_base64: Buffer.from(png).toString('base64') });
  return {
    label,
    confidence: toSevenDecimals(confidence),
    grid,
    importance: Array.from({ length: grid.rows }, (_, row) =>
      importance.slice(row * grid.columns, (row + 1) * grid.columns),
    ),
    view: { ...drawn(view), region },
    overlay: drawn(overlay),
    latency_ms,
  };
}
