import { Module } from '@nestjs/common';
import { Kernels } from './kernels.js';

/** One instance for decoding and preprocessing, so that rows go from one to the other without leaving its memory. */
@Module({ providers: [Kernels], exports: [Kernels] })
export class KernelsModule {}
