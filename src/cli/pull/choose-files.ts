import { UsageError } from '../cli-error.js';
import type { ListedFile, WantedFile } from './model-listing.js';
import { PullError, oneLine } from './pull-error.js';
import { safePath } from './safe-path.js';

export const REQUIRED_CONFIGS = ['config.json', 'preprocessor_config.json'];
export const OPTIONAL_CONFIGS = ['label_groups.json'];
export const DEFAULT_ONNX = ['onnx/model.onnx', 'model.onnx'];

/**
 * The files of a listing that the server needs, the small ones first: what is wrong shows before the long download.
 * @param onnxFile another ONNX file than the usual one; it is stored as onnx/model.onnx
 * @throws {PullError} if a file that is needed is missing
 */
export function chooseFiles(files: ListedFile[], source: string, onnxFile?: string): WantedFile[] {
  const find = (path: string) => files.find((file) => file.path === path);
  const onnx = (onnxFile === undefined ? DEFAULT_ONNX : [onnxFile])
    .map(find)
    .find((file) => file !== undefined);
  if (onnx === undefined) throw missingOnnx(files, source, onnxFile);
  const missing = REQUIRED_CONFIGS.filter((path) => find(path) === undefined);
  if (missing.length > 0) {
    throw new PullError(
      `${source}: expected ${missing.join(' and ')}, which the server needs and this model lacks; choose a model that was exported for Transformers.js`,
    );
  }
  const configs = [...REQUIRED_CONFIGS, ...OPTIONAL_CONFIGS].map(find).filter((file) => file !== undefined);
  const to = onnxTarget(onnx.path, onnxFile);
  return [
    ...configs.map((file) => ({ ...file, to: file.path, optional: false })),
    ...externalData(files, onnx.path).map((file) => ({
      ...file,
      to: dataTarget(file.path, to),
      optional: false,
    })),
    { ...onnx, to, optional: false },
  ];
}

/** @throws {PullError} if what was asked for with --file is no path of an ONNX file */
export function checkOnnxFile(onnxFile: string): string {
  if (onnxFile.endsWith('.onnx')) return safePath(onnxFile, '--file');
  throw new UsageError(`--file: expected the path of an .onnx file, received "${oneLine(onnxFile)}"`);
}

export function onnxTarget(path: string, onnxFile: string | undefined): string {
  return onnxFile === undefined ? path : 'onnx/model.onnx';
}

/** Beside the ONNX file, under its own name: the ONNX file holds that name, whatever it is called itself. */
export function dataTarget(path: string, onnxTo: string): string {
  return folderOf(onnxTo) + path.slice(folderOf(path).length);
}

/**
 * The files with the weights that an ONNX file keeps outside: `model.onnx_data`, for Transformers.js also in pieces
 * `model.onnx_data_1` and so on, with or without the first (https://github.com/huggingface/transformers.js/pull/1212),
 * and PyTorch's `model.onnx.data`. Such a file of another name counts if no ONNX file beside it has that name.
 */
function externalData(files: ListedFile[], onnx: string): ListedFile[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.filter(({ path }) => {
    if (folderOf(path) !== folderOf(onnx)) return false;
    if (path.startsWith(`${onnx}_data`)) return /^(_\d+)?$/.test(path.slice(`${onnx}_data`.length));
    if (!path.endsWith('.onnx.data')) return false;
    const owner = path.slice(0, -'.data'.length);
    return owner === onnx || !paths.has(owner);
  });
}

function missingOnnx(files: ListedFile[], source: string, onnxFile: string | undefined): PullError {
  const present = files.map(({ path }) => path).filter((path) => path.endsWith('.onnx'));
  const expected = onnxFile ?? DEFAULT_ONNX.join(' or ');
  if (present.length === 0) {
    return new PullError(
      `${source}: expected ${expected}, found no .onnx file at all; choose a model that was exported to ONNX`,
    );
  }
  const some = present.slice(0, 30).map((path) => oneLine(path));
  const more = present.length > some.length ? `, and ${present.length - some.length} more` : '';
  return new PullError(
    `${source}: expected ${expected}, found ${some.join(', ')}${more}; choose one with --file`,
  );
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
