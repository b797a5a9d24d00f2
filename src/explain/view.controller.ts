import { performance } from 'node:perf_hooks';
import { Controller, HttpCode, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AdmissionGuard } from '../admission/admission.guard.js';
import { NeedsScope } from '../auth/access.decorators.js';
import { AcceptGuard, AnswersWith } from '../http/accept.guard.js';
import { BodyBuffers } from '../http/body-buffers.js';
import { BodyInterceptor, TakesBodies } from '../http/body.interceptor.js';
import { queryOf } from '../http/query-of.js';
import type { ReceivedBody } from '../http/received-body.js';
import { RequestDeadline } from '../http/request-deadline.js';
import { RequestRecord } from '../http/request-record.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { ModelHeaderInterceptor } from '../predict/model-header.interceptor.js';
import { PICTURE_PROBLEMS, TIMEOUT_HEADER } from '../predict/predict.openapi.js';
import { RateLimitGuard } from '../rate-limit/rate-limit.guard.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { PNG_TYPE, VIEW_ANSWER, VIEW_BODY } from './explain.openapi.js';
import { ViewForm, ViewRequest } from './explanation-request.dto.js';
import { toPicture } from './explanation-request.js';

@ApiTags('explain')
@NeedsScope('predict')
@Controller('explain/view')
export class ViewController {
  constructor(
    private readonly workers: WorkerPool,
    private readonly buffers: BodyBuffers,
  ) {}

  @Post()
  @HttpCode(200)
  // After the global AuthGuard, in this order, and before the body is read.
  @UseGuards(RateLimitGuard, AdmissionGuard, AcceptGuard)
  @AnswersWith(PNG_TYPE)
  @UseInterceptors(ModelHeaderInterceptor, BodyInterceptor)
  @TakesBodies('json', 'raw', 'form')
  @ApiOperation({
    summary: 'What the model sees of one picture',
    description:
      'The picture decoded, turned upright, resized and cropped as for the model. Nothing is classified.',
    requestBody: VIEW_BODY!,
  })
  @ApiHeader(TIMEOUT_HEADER)
  @ApiExtraModels(ViewRequest, ViewForm)
  @ApiResponse(VIEW_ANSWER)
  @ApiProblems(...PICTURE_PROBLEMS)
  async view(@Req() request: Request, @Res() response: Response): Promise<void> {
    const received = request.body as ReceivedBody;
    const record = RequestRecord.of(response);
    const start = performance.now();
    const picture = toPicture(received, queryOf(request));
    record.noteStage('parse', start);
    const deadline = RequestDeadline.of(response);
    const { tensor: pixels } = await record
      .picture(picture.bytes.length, () => this.workers.view(picture, deadline))
      .finally(() => {
        this.buffers.giveBack(received.bytes);
      });
    const drawingStart = performance.now();
    const png = await this.workers.draw({ pixels }, deadline);
    record.noteStage('draw', drawingStart);
    response.type(PNG_TYPE).send(Buffer.from(png));
  }
}
