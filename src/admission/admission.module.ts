import { Module } from '@nestjs/common';
import { BodiesModule } from '../http/bodies.module.js';
import { AdmissionService } from './admission.service.js';

@Module({ imports: [BodiesModule], providers: [AdmissionService], exports: [AdmissionService] })
export class AdmissionModule {}
