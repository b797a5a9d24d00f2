import { brokenConfigs } from './broken-configs.js';
import { brokenGraphs } from './broken-graphs.js';
import { brokenPreprocessing } from './broken-preprocessing.js';
import type { ModelFolder } from './model-folder.js';

/** A folder that a server must refuse at start. */
export interface BrokenModel {
  readonly files: ModelFolder;
  /** A regular expression that the one-line error has to match: the file, and what is wrong in it. */
  readonly error: string;
}

/** Under the names of their folders in test/models/broken. */
export const BROKEN_MODELS: Readonly<Record<string, BrokenModel>> = {
  ...brokenGraphs,
  ...brokenConfigs,
  ...brokenPreprocessing,
};
