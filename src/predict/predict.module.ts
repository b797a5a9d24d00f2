import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { BodiesModule } from '../http/bodies.module.js';
import { JsonBodyMiddleware } from '../http/json-body.middleware.js';
import { ModelController } from './model.controller.js';
import { PredictController } from './predict.controller.js';

@Module({ imports: [BodiesModule], controllers: [PredictController, ModelController] })
export class PredictModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(JsonBodyMiddleware).forRoutes({ path: 'predict', method: RequestMethod.POST });
  }
}
