import { Module } from '@nestjs/common';
import { BodiesModule } from '../http/bodies.module.js';
import { ModelController } from './model.controller.js';
import { PredictController } from './predict.controller.js';

@Module({ imports: [BodiesModule], controllers: [PredictController, ModelController] })
export class PredictModule {}
