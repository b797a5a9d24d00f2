import { Module, RequestMethod, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { JsonBodyMiddleware } from '../http/json-body.middleware.js';
import { ModelController } from './model.controller.js';
import { PredictController } from './predict.controller.js';

@Module({ controllers: [PredictController, ModelController] })
export class PredictModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(JsonBodyMiddleware).forRoutes({ path: 'predict', method: RequestMethod.POST });
  }
}
