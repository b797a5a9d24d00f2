import type { OnModuleInit } from '@nestjs/common';
import type { PreprocessingSpec } from '../preprocessing/preprocessing-spec.js';
import type { Tensor } from '../preprocessing/tensor.js';
import type { GraphDescription } from './graph-description.js';

/** What a model says of itself: shown by GET /model, in a response header and in the log. */
export interface ModelCard {
  readonly name: string;
  readonly version: string;
  /**
   * `simulated`: the answers have nothing to do with what is in a picture. `onnx`: the graph is run here. `remote`: another
   * server runs it.
   */
  readonly kind: 'simulated' | 'onnx' | 'remote';
  readonly description: string;
  /** Of the file with the weights. */
  readonly sha256?: string;
}

/** A picture to prove at start, by the whole pipeline, that the model answers rightly. */
export interface GoldenPicture {
  readonly imageBase64: string;
  /** One confidence for each label, in the labels' order, where it is known. */
  readonly confidences?: readonly number[];
  /** How far a confidence may be off, from what is known or from one answer to the next. */
  readonly tolerance: number;
}

/** A PNG of 2x2 pixels (red, green, blue, white), of which every decoder gives the very same samples. */
export const GOLDEN_PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAFElEQVQI12P4z8DAAMIM/////w8AH+4F+5iFu/UAAAAASUVORK5CYII=';

/**
 * Runs a graph on a tensor; confidencesOf() makes confidences of what comes out. The abstract class is the injection token: another kind of model
 * is another class bound to it in model.module.ts.
 */
export abstract class ModelProvider implements OnModuleInit {
  abstract readonly card: ModelCard;
  /** How pictures have to be prepared for this model. */
  abstract readonly preprocessing: PreprocessingSpec;
  /** In the order of the confidences; empty until onModuleInit has loaded them, frozen from then on. */
  abstract readonly labels: readonly string[];
  /** Known once onModuleInit is done. */
  abstract readonly graph: GraphDescription;
  abstract readonly golden: GoldenPicture;

  /** Loads the labels, and whatever else the model needs, before the server takes requests. */
  abstract onModuleInit(): Promise<void>;

  /**
   * @param tensor of the shape [1, 3, preprocessing.size.height, preprocessing.size.width]
   * @returns the graph's own row of scores, one for each of `graph.classNames`
   */
  abstract run(tensor: Tensor): Promise<Float64Array>;
}
