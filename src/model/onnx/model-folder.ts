import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ModelError } from '../model-error.js';
import { ACTIVATIONS, type Activation } from './activation.js';
import { readClassNames } from './class-names.js';
import { externalDataLocations } from './external-data.js';
import { abridge, isObject, JsonFields } from './json-fields.js';
import { readLabelGroups, type LabelGroup } from './label-groups.js';
import { readPreprocessorConfig, type PreprocessorConfig } from './preprocessor-config.js';

/** A model as the Hugging Face Hub and Transformers.js lay it out, read and checked; the graph is not loaded yet. */
export interface ModelFolder {
  name: string;
  /** Of the graph, within the folder. */
  onnxFile: string;
  onnxPath: string;
  sha256: string;
  classNames: readonly string[];
  activation: Activation;
  preprocessing: PreprocessorConfig;
  labelGroups: readonly LabelGroup[] | undefined;
}

const ONNX_PLACES = ['onnx/model.onnx', 'model.onnx'];
const LARGEST_JSON = 16 * 1024 * 1024;
/** A protobuf message ends at 2 GiB. */
const LARGEST_FILE = 2 ** 31 - 1;

/**
 * Reads a model folder and checks all that can be checked without running it: files, JSON shapes, checksums of
 * manifest.json, and that external data stay inside.
 *
 * @param groupsFile label groups to use in place of the folder's own label_groups.json
 * @throws ModelError naming the file and field, what was expected and what was found
 */
export async function readModelFolder(folder: string, groupsFile?: string): Promise<ModelFolder> {
  const root = await realFolder(folder);
  const config = await requireJson(root, 'config.json');
  const preprocessor = await requireJson(root, 'preprocessor_config.json');
  const onnxFile = await findOnnx(root);
  const onnxPath = join(root, onnxFile);
  const onnx = await readBytes(onnxPath, onnxFile);
  await checkExternalData(root, onnxFile, onnx);
  await checkManifest(root);
  const classNames = readClassNames(config);
  const groups = groupsFile
    ? await readJson(dirname(groupsFile), basename(groupsFile))
    : await readJson(root, 'label_groups.json');
  if (groupsFile && !groups)
    throw new ModelError(`LABEL_GROUPS: expected a file at ${groupsFile}, found none`);
  return {
    name: basename(root),
    onnxFile,
    onnxPath,
    sha256: createHash('sha256').update(onnx).digest('hex'),
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

/** @returns undefined where there is no such file */
async function readJson(root: string, file: string): Promise<JsonFields | undefined> {
  const path = join(root, file);
  const found = await stat(path).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ModelError(`${file}: expected a file that this user may read, found ${code ?? 'an error'}`, {
      cause,
    });
  });
  if (!found) return undefined;
  if (found.size > LARGEST_JSON) {
    throw new ModelError(`${file}: expected a file of at most ${LARGEST_JSON} bytes, found ${found.size}`);
  }
  const bytes = await readBytes(path, file);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw new ModelError(`${file}: expected JSON, found ${found.size} bytes of something else`);
  }
  if (!isObject(value)) throw new ModelError(`${file}: expected a JSON object, found ${abridge(value)}`);
  return new JsonFields(file, value);
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

function isInside(root: string, path: string): boolean {
  return path.startsWith(root + sep);
}

/** Compares every file that manifest.json gives a checksum of. */
async function checkManifest(root: string): Promise<void> {
  const manifest = await readJson(root, 'manifest.json');
  if (manifest?.raw('files') === undefined) return;
  const files = manifest.nested('files');
  for (const name of files.names) {
    const { sha256: expected, bytes } = readEntry(files, name);
    const path = await realpath(resolve(root, name)).catch(() => undefined);
    if (path === undefined || !isInside(root, path)) {
      throw new ModelError(
        `manifest.json: expected the file ${abridge(name)} inside the model folder, found none`,
      );
    }
    const { size } = await stat(path);
    if (bytes !== undefined && size !== bytes) {
      throw new ModelError(`${name}: expected the ${bytes} bytes of manifest.json, found ${size} bytes`);
    }
    if (expected === undefined) continue;
    const actual = await sha256(path, name);
    if (actual !== expected.toLowerCase()) {
      throw new ModelError(
        `${name}: expected the sha256 ${abridge(expected)} of manifest.json, found ${actual}`,
      );
    }
  }
}

function readEntry(
  files: JsonFields,
  name: string,
): { sha256: string | undefined; bytes: number | undefined } {
  const entry = files.nested(name);
  const [sha256, bytes] = [entry.raw('sha256'), entry.raw('bytes')];
  if (sha256 !== undefined && typeof sha256 !== 'string')
    throw entry.wrong('sha256', 'a checksum in hexadecimal digits');
  if (bytes !== undefined && typeof bytes !== 'number') throw entry.wrong('bytes', 'a number');
  return { sha256, bytes };
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

/** @throws ModelError for what is there but cannot be read */
async function readBytes(path: string, file: string): Promise<Buffer> {
  const found = await stat(path);
  if (!found.isFile()) throw new ModelError(`${file}: expected a file, found a folder or a device`);
  if (found.size > LARGEST_FILE) {
    throw new ModelError(
      `${file}: expected at most ${LARGEST_FILE} bytes, found ${found.size}; keep the weights in a file of external data`,
    );
  }
  return readFile(path).catch((cause: unknown) => {
    const { code = 'an error' } = cause as NodeJS.ErrnoException;
    throw new ModelError(`${file}: expected a file that this user may read, found ${code}`, { cause });
  });
}

/** As a stream, because external data may be larger than memory. */
async function sha256(path: string, file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash).catch((cause: unknown) => {
    const { code = 'an error' } = cause as NodeJS.ErrnoException;
    throw new ModelError(`${file}: expected a file that this user may read, found ${code}`, { cause });
  });
  return hash.digest('hex');
}
