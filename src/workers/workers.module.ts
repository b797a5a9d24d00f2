import { Module, type DynamicModule } from '@nestjs/common';
import { Classifier } from '../pipeline/classifier.js';
import { WorkerLauncher } from './worker-launcher.js';
import { WorkerPool } from './worker-pool.js';

/** Global, because there is one pool for every door of the server. It is the Classifier, unless another server runs the graph. */
@Module({})
export class WorkersModule {
  static with(launcher: WorkerLauncher): DynamicModule {
    const classifier = { provide: Classifier, useExisting: WorkerPool };
    const isRemote = launcher.config.INFERENCE_URL !== '';
    return {
      module: WorkersModule,
      global: true,
      providers: [
        { provide: WorkerLauncher, useValue: launcher },
        WorkerPool,
        ...(isRemote ? [] : [classifier]),
      ],
      exports: [WorkerPool, ...(isRemote ? [] : [Classifier])],
    };
  }
}
