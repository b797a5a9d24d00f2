import { Module } from '@nestjs/common';
import { PngEncoder } from './png-encoder.js';

@Module({ providers: [PngEncoder], exports: [PngEncoder] })
export class DrawingModule {}
