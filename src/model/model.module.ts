import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { ModelError } from './model-error.js';
import { ModelProvider } from './model.provider.js';
import { OnnxProvider } from './onnx/onnx.provider.js';
import { RemoteGraphProvider } from './onnx/remote-graph.provider.js';
import { SimulatedProvider } from './simulated.provider.js';

@Module({
  providers: [
    {
      provide: ModelProvider,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => {
        if (config.MODEL !== 'simulated') {
          return config.INFERENCE_URL === '' ? new OnnxProvider(config) : new RemoteGraphProvider(config);
        }
        if (config.LABEL_GROUPS === '') return new SimulatedProvider(config.MODEL_NAME || undefined);
        throw new ModelError(
          'LABEL_GROUPS: expected a model folder in MODEL to go with it, found the simulated model',
        );
      },
    },
  ],
  exports: [ModelProvider],
})
export class ModelModule {}
