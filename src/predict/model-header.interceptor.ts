import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { Classifier } from '../pipeline/classifier.js';

/** Says in every answer which model gave it, so that nobody takes a simulated one for real. */
@Injectable()
export class ModelHeaderInterceptor implements NestInterceptor {
  constructor(private readonly classifier: Classifier) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { name, version, kind } = this.classifier.model.card;
    context.switchToHttp().getResponse<Response>().setHeader('X-Model', `${name}/${version}; kind=${kind}`);
    return next.handle();
  }
}
