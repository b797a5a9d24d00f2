import { performance } from 'node:perf_hooks';
import {
  Controller,
  HttpCode,
  Post,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
  applyDecorators,
} from '@nestjs/common';
import {
  ApiBody,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  getSchemaPath,
  ApiExtraModels,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AdmissionGuard } from '../admission/admission.guard.js';
import { NeedsScope } from '../auth/access.decorators.js';
import { AppConfig } from '../config/app-config.js';
import { BodyBuffers } from '../http/body-buffers.js';
import { BodyReceiver } from '../http/body-receiver.js';
import { isEncoded } from '../http/content-encoding.js';
import { RequestDeadline } from '../http/request-deadline.js';
import { RequestRecord } from '../http/request-record.js';
import { Classifier } from '../pipeline/classifier.js';
import { ModelHeaderInterceptor } from '../predict/model-header.interceptor.js';
import { RESULT_HEADERS, TIMEOUT_HEADER } from '../predict/predict.openapi.js';
import { RateLimitGuard } from '../rate-limit/rate-limit.guard.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';
import { ApiInferenceErrors } from './api-inference-errors.js';
import { badRequest } from './bad-request.js';
import { HEADER_LENGTH, splitBody } from './inference-body.js';
import { InferenceRequestDocument, InferenceResponseDocument } from './inference.dto.js';
import { INFERENCE_EXAMPLES } from './inference.examples.js';
import { readInferenceRequest } from './inference-request.js';
import { writeInferenceResponse, type InferenceResponse } from './inference-response.js';
import { InferenceService } from './inference.service.js';
import { ServedModelGuard } from './served-model.guard.js';

const COUNTED = 'Several pictures count as so many requests in the rate limit.';

/** POST .../infer: pictures or tensors in, rows of scores out. */
@ApiTags('open inference')
@ApiParam({ name: 'model', type: String, description: 'MODEL_NAME, or the name of the model folder' })
@NeedsScope('predict')
// After the global AuthGuard, in this order, and before the body is read.
@UseGuards(RateLimitGuard, ServedModelGuard, AdmissionGuard)
@UseInterceptors(ModelHeaderInterceptor)
@Controller('v2/models/:model')
export class InferController {
  constructor(
    private readonly classifier: Classifier,
    private readonly inference: InferenceService,
    private readonly bodies: BodyReceiver,
    private readonly buffers: BodyBuffers,
    private readonly config: AppConfig,
    private readonly limiter: RateLimiter,
  ) {}

  @Post('infer')
  @ApiOperation({ summary: 'Score pictures or tensors', description: COUNTED })
  @ApiInference()
  modelInfer(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.infer(request, response);
  }

  @Post('versions/:version/infer')
  @ApiParam({ name: 'version', type: String })
  @ApiOperation({
    summary: 'Score pictures or tensors with a version of the model',
    description: COUNTED,
  })
  @ApiInference()
  modelVersionInfer(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.infer(request, response);
  }

  /** The protocol names no Content-Type that a request must have: HEADER_LENGTH alone says where JSON ends. */
  private async infer(request: Request, response: Response): Promise<void> {
    requireUnencoded(request);
    const record = RequestRecord.of(response);
    const asked = performance.now();
    const body = await this.bodies.receive(request, response);
    try {
      record.bytes = body.length;
      record.noteStage('receive', asked);
      const received = performance.now();
      const { model } = this.classifier;
      const parts = splitBody(body, request.get(HEADER_LENGTH));
      const { id, input, outputs } = readInferenceRequest(parts, model, this.config.BATCH_MAX_ITEMS);
      record.noteStage('parse', received);
      const pictures = input.kind === 'pictures' ? input.pictures.length : input.count;
      await this.limiter.countFurther(request, response, pictures - 1);
      const scored = await this.inference.score(input, record, RequestDeadline.of(response));
      const hasScores = performance.now();
      const answer = await writeInferenceResponse({ id, outputs }, model.card, scored);
      record.noteStage('postprocess', hasScores);
      send(response, answer);
    } finally {
      this.buffers.giveBack(body);
    }
  }
}

/** @throws AppError `validation_failed` for a body that is compressed */
function requireUnencoded({ headers }: Request): void {
  if (!isEncoded(headers)) return;
  throw badRequest(
    'Content-Encoding',
    'expected a body that is not compressed, received one that is; send it without',
  );
}

function send(response: Response, { json, binary }: InferenceResponse): void {
  if (!binary) {
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Length', Buffer.byteLength(json));
    response.end(json);
    return;
  }
  const text = Buffer.from(json);
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader(HEADER_LENGTH, text.length);
  response.setHeader('Content-Length', text.length + binary.length);
  response.end(Buffer.concat([text, binary]));
}

/** The documentation of both ways to ask. */
function ApiInference(): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    ApiExtraModels(InferenceResponseDocument),
    ApiHeader({
      name: HEADER_LENGTH,
      required: false,
      description: 'Bytes of the JSON text, where binary tensors stand behind it',
      schema: { type: 'integer', minimum: 1 },
    }),
    ApiHeader(TIMEOUT_HEADER),
    ApiBody({ type: InferenceRequestDocument, examples: INFERENCE_EXAMPLES }),
    ApiOkResponse({
      description: 'JSON, with binary tensors behind it where some were asked for',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(InferenceResponseDocument) } },
        'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
      },
      headers: {
        [HEADER_LENGTH]: {
          description: 'Bytes of the JSON text, where binary tensors stand behind it',
          schema: { type: 'integer' },
        },
        ...RESULT_HEADERS,
      },
    }),
    ApiInferenceErrors(
      { needsKey: true },
      'malformed_json',
      'validation_failed',
      'invalid_base64',
      'not_found',
      'request_timeout',
      'payload_too_large',
      'unsupported_image_format',
      'image_empty',
      'image_corrupt',
      'image_too_large',
      'image_quarantined',
      'rate_limited',
      'worker_crashed',
      'upstream_failed',
      'overloaded',
      'rate_limit_unavailable',
      'not_ready',
      'deadline_exceeded',
      'upstream_timeout',
      'worker_hung',
    ),
  );
}
