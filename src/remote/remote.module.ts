import { Module } from '@nestjs/common';
import { Classifier } from '../pipeline/classifier.js';
import { RemoteClassifier } from './remote-classifier.js';
import { Upstream } from './upstream.js';

/** Global, because there is one upstream for every door of the server. */
@Module({})
export class RemoteModule {
  static readonly global = {
    module: RemoteModule,
    global: true,
    providers: [Upstream, RemoteClassifier, { provide: Classifier, useExisting: RemoteClassifier }],
    exports: [Upstream, Classifier],
  };
}
