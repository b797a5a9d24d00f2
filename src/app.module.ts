import { Module } from '@nestjs/common';
import { ConfigModule } from './config/config.module.js';
import { HealthModule } from './health/health.module.js';
import { LoggingModule } from './logging/logging.module.js';
import { PredictModule } from './predict/predict.module.js';
import { ShutdownModule } from './shutdown/shutdown.module.js';

@Module({ imports: [ConfigModule, LoggingModule, PredictModule, HealthModule, ShutdownModule] })
export class AppModule {}
