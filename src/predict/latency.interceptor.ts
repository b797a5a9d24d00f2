import { performance } from 'node:perf_hooks';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import type { StageTimings } from '../pipeline/stage-timings.js';
import type { ClassificationResponse, PredictionItem } from './classification-response.dto.js';
import { serverTiming, toMicrosecond } from './server-timing.js';

/** What a handler behind the LatencyInterceptor returns. */
export interface Classified {
  predictions: PredictionItem[];
  timings: StageTimings;
  /** When the handler was entered, that is when the body had been checked (performance.now()). */
  enteredAt: number;
}

/**
 * Measures a classification on the monotonic clock, from before its body is checked until its predictions are
 * there, and answers with it: as `latency_ms`, and with its stages as a Server-Timing header (W3C Server Timing).
 */
@Injectable()
export class LatencyInterceptor implements NestInterceptor<Classified, ClassificationResponse> {
  intercept(context: ExecutionContext, next: CallHandler<Classified>): Observable<ClassificationResponse> {
    const start = performance.now();
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      map(({ predictions, timings, enteredAt }) => {
        const total = toMicrosecond(performance.now() - start);
        response.setHeader('Server-Timing', serverTiming({ validate: enteredAt - start, ...timings, total }));
        return { predictions, latency_ms: total };
      }),
    );
  }
}
