import { Module } from '@nestjs/common';
import { DecodingService } from './decoding.service.js';

@Module({ providers: [DecodingService], exports: [DecodingService] })
export class DecodingModule {}
