import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { IS_PUBLIC, NEEDED_SCOPE } from './access.decorators.js';
import { authorize } from './authorize.js';
import { KeyStore } from './key-store.js';
import { DEFAULT_SCOPES, type Scope } from './scopes.js';

/**
 * Stands before every route that is not `Public`. As a global guard it comes before the guards of a controller, and all
 * of them before the body is read.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly keys: KeyStore,
    private readonly reflector: Reflector,
  ) {}

  /** @throws AppError as `authorize` does */
  canActivate(context: ExecutionContext): boolean {
    if (!this.keys.isRequired) return true;
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, route)) return true;
    const scope =
      this.reflector.getAllAndOverride<Scope | undefined>(NEEDED_SCOPE, route) ?? DEFAULT_SCOPES[0]!;
    const http = context.switchToHttp();
    authorize(this.keys, scope, http.getRequest<Request>(), http.getResponse<Response>());
    return true;
  }
}
