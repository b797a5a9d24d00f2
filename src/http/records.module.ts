import { Global, Module } from '@nestjs/common';
import { AccessLog } from './access-log.js';
import { RequestObservers } from './request-observers.js';

/** Global, because whoever wants to know of requests wants to know of all. */
@Global()
@Module({ providers: [RequestObservers, AccessLog], exports: [RequestObservers] })
export class RecordsModule {}
