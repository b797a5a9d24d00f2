import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { outputSize, tensorShape, type PreprocessingSpec } from '../../preprocessing/preprocessing-spec.js';
import { ELEMENT_ARRAYS, type Tensor } from '../../preprocessing/tensor.js';
import { looksLikeProbabilities, type Activation } from '../activation.js';
import { confidencesOf } from '../confidences.js';
import type { GraphDescription } from '../graph-description.js';
import { ModelError } from '../model-error.js';
import { GOLDEN_PICTURE, ModelProvider, type GoldenPicture, type ModelCard } from '../model.provider.js';
import { groupsFile } from './groups-file.js';
import { readModelFolder, type ModelFolder } from './model-folder.js';
import { OnnxSession } from './onnx-session.js';
import { countOfClasses, servedLabels, warningOfRepeatedLabels } from './served-labels.js';

/** An image classifier as ONNX, from a folder laid out as on the Hugging Face Hub, run in this process. */
@Injectable()
export class OnnxProvider extends ModelProvider {
  readonly golden = GOLDEN;
  private readonly logger = new Logger(OnnxProvider.name);
  private folder!: ModelFolder;
  private session!: OnnxSession;
  labels: readonly string[] = [];
  /** What can be served, but is probably not what was meant. */
  readonly warnings: string[] = [];

  constructor(private readonly config: AppConfig) {
    super();
  }

  get card(): ModelCard {
    const { name, sha256 } = this.folder;
    return {
      name: this.config.MODEL_NAME || name,
      version: sha256.slice(0, 12),
      kind: 'onnx',
      description: `An ONNX classifier of ${countOfClasses(this.folder)}`,
      sha256,
    };
  }

  get graph(): GraphDescription {
    const { classNames, activation, labelGroups } = this.folder;
    return { input: this.session.input, output: this.session.output, classNames, activation, labelGroups };
  }

  get activation(): Activation {
    return this.folder.activation;
  }

  get preprocessing(): PreprocessingSpec {
    return this.session.preprocessing;
  }

  /**
   * Reads the folder, loads the graph and runs it once.
   * @throws ModelError for a folder that cannot be served rightly
   */
  override async onModuleInit(): Promise<void> {
    const { MODEL, LABEL_GROUPS } = this.config;
    this.folder = await readModelFolder(MODEL, groupsFile(LABEL_GROUPS));
    this.session = await OnnxSession.load(this.folder);
    await this.warmUp();
    const repeated = warningOfRepeatedLabels(this.folder);
    if (repeated !== undefined) this.warnings.push(repeated);
    this.labels = servedLabels(this.folder);
    for (const warning of this.warnings) this.logger.warn(`${this.card.name}: ${warning}`);
    this.logger.log(`Serving ${this.card.name}: ${this.card.description}`);
  }

  override run(tensor: Tensor): Promise<Float64Array> {
    return this.session.run(tensor);
  }

  /** The first run is slow, and shows what the graph's own description leaves open. */
  private async warmUp(): Promise<void> {
    const { classNames, activation } = this.folder;
    const output = await this.session.run(zeros(this.session.preprocessing));
    if (output.length !== classNames.length) {
      throw new ModelError(
        `config.json: id2label: expected a name for each of the ${output.length} outputs of the graph, found ` +
          `${classNames.length}`,
      );
    }
    confidencesOf(output, { activation });
    if (activation === 'softmax' && looksLikeProbabilities(output)) {
      this.warnings.push(
        'the output looks like probabilities already, and a softmax over them flattens them: if the graph ends in one, ' +
          'say "function_to_apply": "none" in config.json',
      );
    }
  }
}

function zeros(spec: PreprocessingSpec): Tensor {
  const { layout, dataType } = spec;
  const size = outputSize(spec)!;
  const data = new ELEMENT_ARRAYS[dataType](3 * size.width * size.height);
  return { data, dataType, layout, shape: tensorShape(layout, size) };
}

/** What is in it says nothing, so that it only has to be answered twice alike, with confidences from 0 to 1. */
const GOLDEN: GoldenPicture = { imageBase64: GOLDEN_PICTURE, tolerance: 1e-6 };
