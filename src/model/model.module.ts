import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { ModelProvider } from './model.provider.js';
import { OnnxProvider } from './onnx/onnx.provider.js';
import { SimulatedProvider } from './simulated.provider.js';

@Module({
  providers: [
    {
      provide: ModelProvider,
      inject: [AppConfig],
      useFactory: (config: AppConfig) =>
        config.MODEL === 'simulated' ? new SimulatedProvider() : new OnnxProvider(config),
    },
  ],
  exports: [ModelProvider],
})
export class ModelModule {}
