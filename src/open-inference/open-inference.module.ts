import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { HealthModule } from '../health/health.module.js';
import { BodiesModule } from '../http/bodies.module.js';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { InferController } from './infer.controller.js';
import { InferenceService } from './inference.service.js';
import { ModelMetadataController } from './model-metadata.controller.js';
import { ServerController } from './server.controller.js';

/** The Open Inference Protocol (v2) over HTTP. */
@Module({
  imports: [AdmissionModule, BodiesModule, HealthModule, RateLimitModule],
  controllers: [ServerController, ModelMetadataController, InferController],
  providers: [InferenceService],
})
export class OpenInferenceModule {}
