import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { BodiesModule } from '../http/bodies.module.js';
import { ModelController } from './model.controller.js';
import { PredictController } from './predict.controller.js';

@Module({ imports: [BodiesModule, AdmissionModule], controllers: [PredictController, ModelController] })
export class PredictModule {}
