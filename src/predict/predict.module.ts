import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { BodiesModule } from '../http/bodies.module.js';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { ModelController } from './model.controller.js';
import { PredictController } from './predict.controller.js';

@Module({
  imports: [AdmissionModule, BodiesModule, RateLimitModule],
  controllers: [PredictController, ModelController],
})
export class PredictModule {}
