import { Module } from '@nestjs/common';
import { ModelProvider } from './model.provider.js';
import { SimulatedProvider } from './simulated.provider.js';

@Module({
  providers: [{ provide: ModelProvider, useClass: SimulatedProvider }],
  exports: [ModelProvider],
})
export class ModelModule {}
