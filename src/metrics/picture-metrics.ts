import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { RequestObservers, type RequestObserver } from '../http/request-observers.js';
import type { PictureRecord, RequestRecord, RequestStage } from '../http/request-record.js';
import { Classifier } from '../pipeline/classifier.js';
import type { Stage } from '../pipeline/stage-timings.js';
import { BoundedNames } from './bounded-names.js';
import { BYTE_BUCKETS, CONFIDENCE_BUCKETS, DURATION_BUCKETS, MEGAPIXEL_BUCKETS } from './buckets.js';
import { MetricsRegistry } from './metrics-registry.js';

/** Labels of the model that stand for themselves, as many as ImageNet has. */
const MOST_LABELS = 1000;

/** In the order in which they come. */
const STAGES = [
  ...['receive', 'parse', 'queue', 'base64', 'decode', 'preprocess', 'inference', 'postprocess'],
  ...['occlude', 'draw'],
] as const satisfies readonly (RequestStage | Stage)[];

/** Counts what was done with pictures, whichever door they came through, and what was made of them. */
@Injectable()
export class PictureMetrics implements RequestObserver, OnModuleInit, OnApplicationBootstrap {
  private readonly stages: Histogram<'stage'>;
  private readonly pictures: Counter<'format' | 'code'>;
  private readonly megapixels: Histogram;
  private readonly bytes: Histogram;
  private readonly predictions: Counter<'label'>;
  private readonly confidences: Histogram;
  private readonly labels = new BoundedNames(MOST_LABELS);

  constructor(
    { own }: MetricsRegistry,
    private readonly classifier: Classifier,
    private readonly observers: RequestObservers,
  ) {
    const registers = [own];
    this.stages = new Histogram({
      name: 'tetrapod_stage_duration_seconds',
      help: 'How long each stage took: receive, parse, postprocess, occlude and draw of requests, the others of pictures',
      labelNames: ['stage'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    for (const stage of STAGES) this.stages.zero({ stage });
    this.pictures = new Counter({
      name: 'tetrapod_pictures_total',
      help: 'Pictures and tensors of every door, by format and by the code of their problems',
      labelNames: ['format', 'code'],
      registers,
    });
    this.megapixels = new Histogram({
      name: 'tetrapod_picture_megapixels',
      help: 'Width times height of the pictures that were classified, in millions',
      buckets: MEGAPIXEL_BUCKETS,
      registers,
    });
    this.bytes = new Histogram({
      name: 'tetrapod_picture_bytes',
      help: 'Bytes of pictures as they came, a third more than the file in base64',
      buckets: BYTE_BUCKETS,
      registers,
    });
    this.predictions = new Counter({
      name: 'tetrapod_predictions_total',
      help: 'Pictures that were classified, by the label of the highest confidence',
      labelNames: ['label'],
      registers,
    });
    this.confidences = new Histogram({
      name: 'tetrapod_top_confidence',
      help: 'The highest confidence of each picture, whatever the threshold',
      buckets: CONFIDENCE_BUCKETS,
      registers,
    });
  }

  onModuleInit(): void {
    this.observers.add(this);
  }

  /** Every label begins at zero, in the model's order: of more than have a series of their own, the last ones are left. */
  onApplicationBootstrap(): void {
    for (const label of this.classifier.model.labels)
      this.predictions.inc({ label: this.labels.of(label) }, 0);
  }

  ended({ stageTimes, pictures }: RequestRecord): void {
    this.observeDurations(stageTimes);
    for (const picture of pictures) this.observePicture(picture);
  }

  private observePicture({ bytes, code, timings, facts, best }: PictureRecord): void {
    // A tensor has no format, and what failed none that is known here.
    const format = facts?.format ?? (code === undefined ? 'tensor' : 'unknown');
    this.pictures.inc({ format, code: code ?? 'none' });
    if (bytes > 0) this.bytes.observe(bytes);
    if (facts) this.megapixels.observe((facts.width * facts.height) / 1e6);
    this.observeDurations(timings);
    if (!best) return;
    this.predictions.inc({ label: this.labels.of(best.label) });
    this.confidences.observe(best.confidence);
  }

  /** @param durations milliseconds */
  private observeDurations(durations: Readonly<Record<string, number>>): void {
    for (const stage in durations) this.stages.observe({ stage }, durations[stage]! / 1000);
  }
}
