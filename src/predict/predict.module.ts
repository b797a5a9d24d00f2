import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { BodiesModule } from '../http/bodies.module.js';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { BatchClassifier } from './batch/batch-classifier.js';
import { BatchController } from './batch/batch.controller.js';
import { ModelController } from './model.controller.js';
import { PredictController } from './predict.controller.js';

@Module({
  imports: [AdmissionModule, BodiesModule, RateLimitModule],
  controllers: [PredictController, BatchController, ModelController],
  providers: [BatchClassifier],
})
export class PredictModule {}
