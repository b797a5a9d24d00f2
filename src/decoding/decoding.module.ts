import { Module } from '@nestjs/common';
import { KernelsModule } from '../kernels/kernels.module.js';
import { DecodingService } from './decoding.service.js';

@Module({ imports: [KernelsModule], providers: [DecodingService], exports: [DecodingService] })
export class DecodingModule {}
