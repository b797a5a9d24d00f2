import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../auth/access.decorators.js';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../errors.js';
import { acceptsGzip } from './accepts-gzip.js';
import { isFresh } from './is-fresh.js';
import { readPageFiles } from './page-files.js';
import { PAGE_HEADERS } from './page-headers.js';

/** `npm run build` puts it there. */
const PAGE = new URL('../../dist/playground/page/', import.meta.url);

/**
 * Serves the playground. Anybody may read it, because there is nothing secret in it: what it asks of the server needs a key
 * wherever the server has keys.
 */
@Public()
@ApiExcludeController()
@Controller()
export class PlaygroundController {
  private readonly files;

  constructor({ DOCS }: AppConfig) {
    this.files = readPageFiles(PAGE, DOCS !== 'off');
  }

  /** @throws AppError `not_found` */
  @Get(['/', 'playground/*file'])
  serve(@Req() { path, headers }: Request, @Res() response: Response): void {
    const file = this.files.get(path);
    if (!file) {
      throw new AppError(
        'not_found',
        'expected a file of the playground, which is at /; received another path',
      );
    }
    const { type, plain, gzip } = file;
    const isCompressed = gzip !== undefined && acceptsGzip(headers['accept-encoding']);
    const { bytes, etag } = isCompressed ? gzip : plain;
    response.set(PAGE_HEADERS).setHeader('ETag', etag);
    if (isFresh(headers['if-none-match'], etag)) {
      response.status(304).end();
      return;
    }
    if (isCompressed) response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Content-Type', type);
    response.setHeader('Content-Length', bytes.length);
    response.end(bytes);
  }
}
