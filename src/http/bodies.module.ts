import { Module } from '@nestjs/common';
import { BodyBuffers } from './body-buffers.js';
import { BodyReceiver } from './body-receiver.js';

/** One budget and one store of memory for the bodies of all requests. */
@Module({ providers: [BodyBuffers, BodyReceiver], exports: [BodyBuffers, BodyReceiver] })
export class BodiesModule {}
