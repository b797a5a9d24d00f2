import { Module } from '@nestjs/common';
import { DecodingModule } from '../decoding/decoding.module.js';
import { KernelsModule } from '../kernels/kernels.module.js';
import { ModelModule } from '../model/model.module.js';
import { PreprocessingModule } from '../preprocessing/preprocessing.module.js';
import { PipelineService } from './pipeline.service.js';
import { SelfTest } from './self-test.js';

@Module({
  imports: [KernelsModule, DecodingModule, PreprocessingModule, ModelModule],
  providers: [PipelineService, SelfTest],
  exports: [PipelineService, SelfTest, ModelModule],
})
export class PipelineModule {}
