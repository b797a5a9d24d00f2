import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { packageVersion } from '../config/package-version.js';
import { Classifier } from '../pipeline/classifier.js';
import { MetricsRegistry } from './metrics-registry.js';

const version = packageVersion();

/** What is running here, as labels of gauges that are always 1: replicas can be told apart and joined by them. */
@Injectable()
export class InfoMetrics {
  constructor({ own }: MetricsRegistry, classifier: Classifier) {
    new Gauge({
      name: 'tetrapod_build_info',
      help: 'The version of the server and of Node',
      labelNames: ['version', 'node_version'],
      registers: [own],
    }).set({ version, node_version: process.versions.node }, 1);
    new Gauge({
      name: 'tetrapod_model_info',
      help: 'The model that answers; sha256 is that of its weights, and empty where they are elsewhere',
      labelNames: ['name', 'version', 'sha256', 'kind'],
      registers: [own],
      collect() {
        const { name, version, sha256 = '', kind } = classifier.model.card;
        // Another server may have told of a newer version.
        this.reset();
        this.set({ name, version, sha256, kind }, 1);
      },
    });
  }
}
