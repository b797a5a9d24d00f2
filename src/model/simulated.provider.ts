import { Injectable, Logger } from '@nestjs/common';
import { IMAGENET } from '../preprocessing/preprocessing-spec.js';
import type { Tensor } from '../preprocessing/tensor.js';
import type { GraphDescription } from './graph-description.js';
import { loadLabels } from './labels.js';
import { GOLDEN_PICTURE, ModelProvider, type GoldenPicture, type ModelCard } from './model.provider.js';
import { simulatedScores } from './simulated-scores.js';

/**
 * A stand-in for a classifier: the same picture always gets the same answer, on every machine, but the answer
 * says nothing of what is in it. It lets everything around a model be built, tried and measured.
 */
@Injectable()
export class SimulatedProvider extends ModelProvider {
  private readonly logger = new Logger(SimulatedProvider.name);

  readonly card: ModelCard;
  readonly preprocessing = IMAGENET;
  readonly golden = GOLDEN;
  labels: readonly string[] = [];

  constructor(name = 'tetrapod-simulated') {
    super();
    this.card = {
      name,
      version: '1.0.0',
      kind: 'simulated',
      description:
        'Simulated: deterministic answers for trying the server out. It does not recognise anything.',
    };
  }

  /** The names are those that exporters of Transformers give. */
  get graph(): GraphDescription {
    return { input: 'pixel_values', output: 'logits', classNames: this.labels, activation: 'softmax' };
  }

  override async onModuleInit(): Promise<void> {
    this.labels = await loadLabels(new URL('../../labels/simulated.json', import.meta.url));
    this.logger.warn('The model is SIMULATED: its answers say nothing of what is in a picture');
  }

  override run(tensor: Tensor): Promise<Float64Array> {
    return Promise.resolve(simulatedScores(tensor, this.labels.length));
  }
}

const GOLDEN: GoldenPicture = {
  imageBase64: GOLDEN_PICTURE,
  confidences: [0.28156249400208777, 0.24439329491039027, 0.4560418642940989, 0.01800234679342321],
  tolerance: 1e-9,
};
