import { Module } from '@nestjs/common';
import { ConfigModule } from './config/config.module.js';
import { HealthModule } from './health/health.module.js';
import { PredictModule } from './predict/predict.module.js';
import { ShutdownModule } from './shutdown/shutdown.module.js';

@Module({ imports: [ConfigModule, PredictModule, HealthModule, ShutdownModule] })
export class AppModule {}
