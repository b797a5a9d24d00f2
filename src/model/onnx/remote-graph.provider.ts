import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import type { PreprocessingSpec } from '../../preprocessing/preprocessing-spec.js';
import type { GraphDescription } from '../graph-description.js';
import { GOLDEN_PICTURE, ModelProvider, type GoldenPicture, type ModelCard } from '../model.provider.js';
import { groupsFile } from './groups-file.js';
import { readFolderWithoutGraph, type ModelSettings } from './model-folder.js';
import { countOfClasses, servedLabels, warningOfRepeatedLabels } from './served-labels.js';

/**
 * A model folder whose graph another server runs (INFERENCE_URL): it says how pictures are prepared and what the scores
 * mean. What is the graph's own, its names and the form of its input, is known only when that server has told it.
 */
@Injectable()
export class RemoteGraphProvider extends ModelProvider {
  readonly golden: GoldenPicture = { imageBase64: GOLDEN_PICTURE, tolerance: 0 };
  private readonly logger = new Logger(RemoteGraphProvider.name);
  private settings!: ModelSettings;
  labels: readonly string[] = [];

  constructor(private readonly config: AppConfig) {
    super();
  }

  get card(): ModelCard {
    const { name } = this.settings;
    return {
      name: this.config.MODEL_NAME || name,
      version: 'unknown',
      kind: 'remote',
      description: `A classifier of ${countOfClasses(this.settings)}`,
    };
  }

  get preprocessing(): PreprocessingSpec {
    return { ...this.settings.preprocessing, layout: 'NCHW', dataType: 'float32' };
  }

  get graph(): GraphDescription {
    const { classNames, activation, labelGroups } = this.settings;
    return { input: 'pixel_values', output: 'logits', classNames, activation, labelGroups };
  }

  /** @throws ModelError for a folder that cannot be served rightly */
  override async onModuleInit(): Promise<void> {
    const { MODEL, LABEL_GROUPS } = this.config;
    this.settings = await readFolderWithoutGraph(MODEL, groupsFile(LABEL_GROUPS));
    const { name } = this.settings;
    const repeated = warningOfRepeatedLabels(this.settings);
    if (repeated !== undefined) this.logger.warn(`${name}: ${repeated}`);
    this.labels = servedLabels(this.settings);
    this.logger.log(`Preparing pictures for ${name}, whose graph is run elsewhere (INFERENCE_URL)`);
  }

  override run(): Promise<Float64Array> {
    return Promise.reject(new Error('expected the graph to be run elsewhere'));
  }
}
