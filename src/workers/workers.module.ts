import { Module, type DynamicModule } from '@nestjs/common';
import { Classifier } from '../pipeline/classifier.js';
import { WorkerLauncher } from './worker-launcher.js';
import { WorkerPool } from './worker-pool.js';

/** Global, because there is one pool for every door of the server. */
@Module({})
export class WorkersModule {
  static with(launcher: WorkerLauncher): DynamicModule {
    return {
      module: WorkersModule,
      global: true,
      providers: [
        { provide: WorkerLauncher, useValue: launcher },
        WorkerPool,
        { provide: Classifier, useExisting: WorkerPool },
      ],
      exports: [WorkerPool, Classifier],
    };
  }
}
