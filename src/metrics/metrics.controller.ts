import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { NeedsScope, Public } from '../auth/access.decorators.js';
import { ApiProblems, EVERY_ROUTE } from '../openapi/api-problems.js';
import { MetricsRegistry } from './metrics-registry.js';

/**
 * What Prometheus asks every few seconds. Neither the rate limit nor admission stands before it: it has to answer most of
 * all while requests are refused.
 */
@ApiTags('metrics')
@NeedsScope('metrics')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly registry: MetricsRegistry) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Read the metrics, as Prometheus does',
    description: 'Where the server has API keys, it needs one with the scope metrics, unless METRICS=public.',
  })
  @ApiOkResponse({
    description: 'The text format of Prometheus, version 0.0.4',
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  @ApiProblems(...EVERY_ROUTE)
  async metrics(@Res() response: Response): Promise<void> {
    const text = await this.registry.render();
    response.setHeader('Content-Type', this.registry.contentType);
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  }
}

/** The same for everybody: METRICS=public. */
@Public()
@Controller('metrics')
export class PublicMetricsController extends MetricsController {}
