import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { ModelError } from '../model-error.js';
import { ACTIVATIONS, type Activation } from '../activation.js';
import { readClassNames } from './class-names.js';
import { externalDataLocations } from './external-data.js';
import { abridge, type JsonFields } from './json-fields.js';
import type { LabelGroup } from '../label-groups.js';
import { readLabelGroups } from './read-label-groups.js';
import { isInside, readBytes, readJson } from './model-file.js';
import { checkManifest } from './model-manifest.js';
import { readPreprocessorConfig, type PreprocessorConfig } from './preprocessor-config.js';

/** What a model folder says around its graph. */
export interface ModelSettings {
  name: string;
  classNames: readonly string[];
  activation: Activation;
  preprocessing: PreprocessorConfig;
  labelGroups: readonly LabelGroup[] | undefined;
}

/** A model as the Hugging Face Hub and Transformers.js lay it out, read and checked; the graph is not loaded yet. */
export interface ModelFolder extends ModelSettings {
  /** Of the graph, within the folder. */
  onnxFile: string;
  onnxPath: string;
  sha256: string;
}

const ONNX_PLACES = ['onnx/model.onnx', 'model.onnx'];
/** Graphs and their external data. */
const GRAPH_FILES = /^onnx\/|\.onnx(_data\S*|\.data)?$/;

/**
 * Reads a model folder and checks all that can be checked without running it: files, JSON shapes, checksums of
 * manifest.json, and that external data stay inside.
 *
 * @param groupsFile label groups to use in place of the folder's own label_groups.json
 * @throws ModelError naming the file and field, what was expected and what was found
 */
export async function readModelFolder(folder: string, groupsFile?: string): Promise<ModelFolder> {
  const root = await realFolder(folder);
  const configs = await readConfigs(root);
  const onnxFile = await findOnnx(root);
  const onnxPath = join(root, onnxFile);
  const onnx = await readBytes(onnxPath, onnxFile);
  await checkExternalData(root, onnxFile, onnx);
  await checkManifest(root);
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  return { ...(await readSettings(root, configs, groupsFile)), onnxFile, onnxPath, sha256 };
}

/**
 * The same for a model whose graph is run elsewhere: the graph need not be there, and is not looked at where it is.
 * @throws ModelError as `readModelFolder` does
 */
export async function readFolderWithoutGraph(folder: string, groupsFile?: string): Promise<ModelSettings> {
  const root = await realFolder(folder);
  const configs = await readConfigs(root);
  await checkManifest(root, { isLeftOut: (file) => GRAPH_FILES.test(file) });
  return readSettings(root, configs, groupsFile);
}

interface Configs {
  config: JsonFields;
  preprocessor: JsonFields;
}

async function readConfigs(root: string): Promise<Configs> {
  return {
    config: await requireJson(root, 'config.json'),
    preprocessor: await requireJson(root, 'preprocessor_config.json'),
  };
}

async function readSettings(
  root: string,
  { config, preprocessor }: Configs,
  groupsFile: string | undefined,
): Promise<ModelSettings> {
  const classNames = readClassNames(config);
  const groups = groupsFile
    ? await readJson(dirname(groupsFile), basename(groupsFile))
    : await readJson(root, 'label_groups.json');
  if (groupsFile && !groups)
    throw new ModelError(`LABEL_GROUPS: expected a file at ${groupsFile}, found none`);
  return {
    name: basename(root),
    classNames,
    activation: readActivation(config, classNames.length),
    preprocessing: readPreprocessorConfig(preprocessor),
    labelGroups: groups && readLabelGroups(groups, classNames.length),
  };
}

async function realFolder(folder: string): Promise<string> {
  const path = await realpath(resolve(folder)).catch(() => undefined);
  if (path === undefined || !(await stat(path)).isDirectory()) {
    throw new ModelError(`MODEL: expected "simulated" or a model folder, found no folder at ${folder}`);
  }
  return path;
}

async function requireJson(root: string, file: string): Promise<JsonFields> {
  const fields = await readJson(root, file);
  if (!fields) throw new ModelError(`${file}: expected this file in the model folder, found none`);
  return fields;
}

async function findOnnx(root: string): Promise<string> {
  for (const place of ONNX_PLACES) {
    const found = await stat(join(root, place)).catch(() => undefined);
    if (found?.isFile()) return place;
  }
  throw new ModelError(
    `${ONNX_PLACES[0]!}: expected this file (or model.onnx beside config.json), found none`,
  );
}

async function checkExternalData(root: string, onnxFile: string, onnx: Buffer): Promise<void> {
  let locations: Set<string>;
  try {
    locations = externalDataLocations(onnx);
  } catch (cause) {
    throw new ModelError(
      `${onnxFile}: expected an ONNX model, found ${onnx.length} bytes of something else or cut off`,
      {
        cause,
      },
    );
  }
  // Where onnxruntime looks for them, and it leaves that folder no more than we do.
  const directory = dirname(join(root, onnxFile));
  for (const location of locations) {
    const path = resolve(directory, location);
    if (isAbsolute(location) || !isInside(directory, path)) throw leaves(onnxFile, location);
    const target = await realpath(path).catch(() => undefined);
    if (target === undefined) {
      throw new ModelError(`${onnxFile}: external data: expected the file ${abridge(location)}, found none`);
    }
    // A link may lead out all the same.
    if (!isInside(directory, target)) throw leaves(onnxFile, location);
  }
}

function leaves(onnxFile: string, location: string): ModelError {
  return new ModelError(
    `${onnxFile}: external data: expected files beside the graph in the model folder, found ${abridge(location)}`,
  );
}

/** Where function_to_apply is silent, as Transformers' image classification pipeline decides. */
function readActivation(config: JsonFields, classCount: number): Activation {
  const problem = config.raw('problem_type');
  if (problem === 'regression') throw config.wrong('problem_type', 'a classification');
  const fallback = problem === 'multi_label_classification' || classCount === 1 ? 'sigmoid' : 'softmax';
  const name = config.raw('function_to_apply') ?? fallback;
  const activation = ACTIVATIONS.find((known) => known === name);
  if (!activation) throw config.wrong('function_to_apply', `one of ${ACTIVATIONS.join(', ')}`);
  return activation;
}
