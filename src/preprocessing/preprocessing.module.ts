import { Module } from '@nestjs/common';
import { KernelsModule } from '../kernels/kernels.module.js';
import { PreprocessingService } from './preprocessing.service.js';

@Module({ imports: [KernelsModule], providers: [PreprocessingService], exports: [PreprocessingService] })
export class PreprocessingModule {}
