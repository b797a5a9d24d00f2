import { Injectable, type CanActivate } from '@nestjs/common';
import { ExplanationSlots } from './explanation-slots.js';

/** Refuses an explanation for which there is no slot before its body is read. */
@Injectable()
export class ExplanationGuard implements CanActivate {
  constructor(private readonly slots: ExplanationSlots) {}

  /** @throws AppError `not_found` or `overloaded` */
  canActivate(): true {
    const refusal = this.slots.refusal();
    if (refusal) throw refusal;
    return true;
  }
}
