import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { isProbe } from './probe-paths.js';
import { RequestObservers, type RequestObserver } from './request-observers.js';
import type { RequestRecord } from './request-record.js';

/**
 * Logs one line for every request when it ends: what was asked and what came of it, never a payload, a key, a query or a
 * label (docs/tracing.md describes the fields).
 */
@Injectable()
export class AccessLog implements RequestObserver, OnModuleInit {
  private readonly logger = new Logger('Request');

  constructor(private readonly observers: RequestObservers) {}

  onModuleInit(): void {
    this.observers.add(this);
  }

  ended(record: RequestRecord): void {
    const { method, route, path, status, code, startedAt, endedAt = startedAt, client } = record;
    const line = {
      msg: `${method} ${path} ${status ?? 'aborted'}`,
      ...record.ids,
      method,
      route,
      path,
      status,
      code,
      duration_ms: rounded(endedAt - startedAt),
      timings_ms: timingsOf(record),
      request_bytes: record.bytes,
      ...picturesOf(record),
      labels: record.labels,
      client,
      key: record.keyName,
    };
    // Probes come every few seconds and would drown the rest.
    if (isProbe(path) && (status ?? 0) < 400) this.logger.debug(line);
    else this.logger.log(line);
  }
}

/** Of one picture what it was, of several how many there were. */
function picturesOf({ pictures, failedPictures }: RequestRecord): object {
  const [picture, ...others] = pictures;
  if (!picture) return {};
  if (others.length === 0) return { ...picture.facts };
  return { pictures: pictures.length, failed: failedPictures };
}

/** How long each stage took; undefined where there was none. Those of several pictures are added up. */
function timingsOf({ stages, stageTimes, pictures }: RequestRecord): Record<string, number> | undefined {
  if (stages.length + pictures.length === 0) return undefined;
  const sums: Record<string, number> = stageTimes;
  for (const { timings } of pictures) {
    for (const [stage, took] of Object.entries(timings)) sums[stage] = (sums[stage] ?? 0) + took;
  }
  for (const stage of Object.keys(sums)) sums[stage] = rounded(sums[stage]!);
  return sums;
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
