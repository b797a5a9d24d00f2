import { Module } from '@nestjs/common';
import { PinoLogger } from './pino-logger.js';

@Module({ providers: [PinoLogger], exports: [PinoLogger] })
export class LoggingModule {}
