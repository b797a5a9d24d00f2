import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { softmax } from '../../src/model/softmax.js';
import { Kernels } from '../../src/kernels/kernels.js';
import { normalizationTables } from '../../src/preprocessing/normalization-tables.js';
import { normalize } from '../../src/preprocessing/normalize.js';
import { IMAGENET } from '../../src/preprocessing/preprocessing-spec.js';

const TABLES = normalizationTables(IMAGENET);

export interface Classification {
  /** One for each label, or for each class where there are no label groups. */
  readonly confidences: readonly number[];
  /** The index of the best class, before classes are pooled to labels. */
  readonly bestClass: number;
}

/**
 * One session for both pipelines. The model takes float32, N x 3 x 224 x 224, with ImageNet's mean and standard
 * deviation, and gives logits, or probabilities where its config.json says `"function_to_apply": "none"`.
 */
export class Classifier {
  private readonly kernels = new Kernels();

  private constructor(
    private readonly session: InferenceSession,
    private readonly givesProbabilities: boolean,
    private readonly groups: readonly (readonly number[])[] | undefined,
  ) {}

  /** @param folder with config.json, onnx/model.onnx and perhaps label_groups.json */
  static async load(folder: string): Promise<Classifier> {
    const config = readJson(join(folder, 'config.json')) as { function_to_apply?: string };
    const groupsFile = join(folder, 'label_groups.json');
    const groups = existsSync(groupsFile) ? (readJson(groupsFile) as Record<string, number[]>) : undefined;
    const session = await InferenceSession.create(join(folder, 'onnx/model.onnx'));
    return new Classifier(session, config.function_to_apply === 'none', groups && Object.values(groups));
  }

  /** @param rgb 224 x 224 x 3 bytes */
  async classify(rgb: Uint8Array): Promise<Classification> {
    this.kernels.reset();
    const size = { width: 224, height: 224 };
    const { data, shape } = normalize(this.kernels, this.kernels.copyIn(rgb), size, IMAGENET, TABLES);
    const input = new Tensor('float32', data as Float32Array, shape);
    const results = await this.session.run({ [this.session.inputNames[0]!]: input });
    const outputs = results[this.session.outputNames[0]!]!.data as Float32Array;
    const probabilities = [...(this.givesProbabilities ? outputs : softmax(outputs))];
    const confidences = this.groups?.map((group) => group.reduce((sum, i) => sum + probabilities[i]!, 0));
    return { confidences: confidences ?? probabilities, bestClass: indexOfLargest(probabilities) };
  }
}

export function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
