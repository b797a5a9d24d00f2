import { Global, Module } from '@nestjs/common';
import { AppConfig } from './app-config.js';

/** Global, because every module may need a setting; the same frozen object for all of them. */
@Global()
@Module({
  providers: [{ provide: AppConfig, useFactory: () => AppConfig.fromEnvironment(process.env) }],
  exports: [AppConfig],
})
export class ConfigModule {}
