import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError } from '../errors.js';
import { Classifier } from '../pipeline/classifier.js';
import { settledModel } from './settled-model.js';

/** Lets requests pass whose path names the model that is served and, where it names one, its version. */
@Injectable()
export class ServedModelGuard implements CanActivate {
  constructor(private readonly classifier: Classifier) {}

  /** @throws AppError `not_found`, or `not_ready` where it names a version and that of the model is not known yet */
  canActivate(context: ExecutionContext): true {
    const { model, version } = context.switchToHttp().getRequest<Request>().params;
    const { card } = this.classifier.model;
    if (model !== card.name) {
      throw new AppError('not_found', `expected the model ${card.name} in the path, received another name`);
    }
    if (version !== undefined && version !== settledModel(this.classifier).card.version) {
      throw new AppError(
        'not_found',
        `expected the version ${card.version} of the model in the path, received another`,
      );
    }
    return true;
  }
}
