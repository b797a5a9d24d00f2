import { performance } from 'node:perf_hooks';
import { Controller, HttpCode, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AdmissionGuard } from '../../admission/admission.guard.js';
import { NeedsScope } from '../../auth/access.decorators.js';
import { AppConfig } from '../../config/app-config.js';
import { AcceptGuard, AnswersWith, answerTypeOf } from '../../http/accept.guard.js';
import { BodyBuffers } from '../../http/body-buffers.js';
import { BodyInterceptor, TakesBodies } from '../../http/body.interceptor.js';
import { queryOf } from '../../http/query-of.js';
import type { ReceivedBody } from '../../http/received-body.js';
import { RequestDeadline } from '../../http/request-deadline.js';
import { RequestRecord } from '../../http/request-record.js';
import { ApiProblems } from '../../openapi/api-problems.js';
import { RateLimitGuard } from '../../rate-limit/rate-limit.guard.js';
import { RateLimiter } from '../../rate-limit/rate-limiter.js';
import { ModelHeaderInterceptor } from '../model-header.interceptor.js';
import { TIMEOUT_HEADER } from '../predict.openapi.js';
import { BatchClassifier } from './batch-classifier.js';
import { toBatch } from './batch-items.js';
import { BatchForm, BatchRequest } from './batch-request.dto.js';
import { BatchResponse, countsOf, type BatchResult } from './batch-response.dto.js';
import { BATCH_ANSWER, BATCH_BODY } from './batch.openapi.js';
import { NDJSON_TYPE, ndjsonLines, sendLines } from './ndjson.js';

@ApiTags('predict')
@NeedsScope('predict')
@Controller('predict/batch')
export class BatchController {
  constructor(
    private readonly config: AppConfig,
    private readonly batches: BatchClassifier,
    private readonly buffers: BodyBuffers,
    private readonly limiter: RateLimiter,
  ) {}

  @Post()
  @HttpCode(200)
  // After the global AuthGuard, in this order, and before the body is read.
  @UseGuards(RateLimitGuard, AdmissionGuard, AcceptGuard)
  @AnswersWith('application/json', NDJSON_TYPE)
  @UseInterceptors(ModelHeaderInterceptor, BodyInterceptor)
  @TakesBodies('json', 'form')
  @ApiOperation({
    summary: 'Classify several pictures',
    description:
      'Each picture has its own result or problem, and a bad one never fails its neighbours. A batch counts as so many ' +
      'requests in the rate limit.',
    requestBody: BATCH_BODY!,
  })
  @ApiExtraModels(BatchRequest, BatchForm, BatchResponse)
  @ApiHeader(TIMEOUT_HEADER)
  @ApiResponse(BATCH_ANSWER)
  @ApiProblems(
    'malformed_request',
    'malformed_json',
    'malformed_multipart',
    'validation_failed',
    'not_acceptable',
    'request_timeout',
    'payload_too_large',
    'batch_too_large',
    'unsupported_media_type',
    'rate_limited',
    'headers_too_large',
    'internal_error',
    'overloaded',
    'rate_limit_unavailable',
    'not_ready',
    'too_many_connections',
    'deadline_exceeded',
  )
  async predictBatch(@Req() request: Request, @Res() response: Response): Promise<void> {
    const received = request.body as ReceivedBody;
    const record = RequestRecord.of(response);
    const start = performance.now();
    const batch = toBatch(received, queryOf(request), this.config.BATCH_MAX_ITEMS);
    record.noteStage('parse', start);
    await this.limiter.countFurther(request, response, batch.items.length - 1);
    const results = this.batches.classify(batch, { record, deadline: RequestDeadline.of(response) });
    const owned = this.givingBack(results, received.bytes);
    if (answerTypeOf(response) === NDJSON_TYPE) await stream(owned, response);
    else response.json(await collect(owned));
  }

  /** The same results; when they have ended, the bytes of the pictures may be used for the next request. */
  private async *givingBack(
    results: AsyncGenerator<BatchResult, void>,
    body: Uint8Array,
  ): AsyncGenerator<BatchResult, void> {
    try {
      yield* results;
    } finally {
      this.buffers.giveBack(body);
    }
  }
}

/** @returns the answer in the order of the request */
async function collect(results: AsyncIterable<BatchResult>): Promise<BatchResponse> {
  const inOrder: BatchResult[] = [];
  for await (const result of results) inOrder[result.index] = result;
  return { results: inOrder, counts: countsOf(inOrder) };
}

/** @throws ClientGone */
async function stream(results: AsyncIterable<BatchResult>, response: Response): Promise<void> {
  response.setHeader('Content-Type', NDJSON_TYPE);
  // A proxy that collects an answer before it passes it on would undo the streaming.
  response.setHeader('X-Accel-Buffering', 'no');
  await sendLines(ndjsonLines(results), response);
}
