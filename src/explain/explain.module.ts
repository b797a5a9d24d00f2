import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { BodiesModule } from '../http/bodies.module.js';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { ExplainController } from './explain.controller.js';
import { Explainer } from './explainer.js';
import { ExplanationSlots } from './explanation-slots.js';
import { ViewController } from './view.controller.js';

@Module({
  imports: [AdmissionModule, BodiesModule, RateLimitModule],
  controllers: [ExplainController, ViewController],
  providers: [Explainer, ExplanationSlots],
})
export class ExplainModule {}
