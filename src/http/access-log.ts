import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { RequestObservers, type RequestObserver } from './request-observers.js';
import type { RequestRecord } from './request-record.js';

/** What orchestrators ask, here and under the Open Inference Protocol. */
const PROBE = /^(\/v2)?\/health\/|^\/v2\/models\/.+\/ready$/;

/** Logs one line for every request when it ends: what was asked and what came of it, never a payload. */
@Injectable()
export class AccessLog implements RequestObserver, OnModuleInit {
  private readonly logger = new Logger('Request');

  constructor(private readonly observers: RequestObservers) {}

  onModuleInit(): void {
    this.observers.add(this);
  }

  ended(record: RequestRecord): void {
    const { requestId, method, path, status, code, startedAt, endedAt = startedAt, client } = record;
    const line = {
      msg: `${method} ${path} ${status ?? 'aborted'}`,
      request_id: requestId,
      trace_id: record.trace?.traceId,
      span_id: record.trace?.spanId,
      method,
      path,
      status,
      code,
      duration_ms: Math.round((endedAt - startedAt) * 1000) / 1000,
      request_bytes: record.bytes,
      client,
      key: record.keyName,
    };
    // Probes come every few seconds and would drown the rest.
    if (PROBE.test(path) && (status ?? 0) < 400) this.logger.debug(line);
    else this.logger.log(line);
  }
}
