import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard } from './auth.guard.js';
import { KeyStore } from './key-store.js';

/** Puts the AuthGuard before every route of the application, those of later modules included. */
@Module({ providers: [KeyStore, { provide: APP_GUARD, useClass: AuthGuard }], exports: [KeyStore] })
export class AuthModule {}
