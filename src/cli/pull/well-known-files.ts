import { dataTarget, DEFAULT_ONNX, onnxTarget, OPTIONAL_CONFIGS, REQUIRED_CONFIGS } from './choose-files.js';
import type { WantedFile } from './model-listing.js';
import { PullError } from './pull-error.js';

/** More pieces than any model has; a server that answers everything must not be asked for ever. */
const MOST_PIECES = 100;

/**
 * Downloads a model from a server without a listing, by the names that such files usually have.
 * @param download says whether the file was there
 * @throws {PullError} if there is no ONNX file
 */
export async function downloadWellKnown(
  source: string,
  onnxFile: string | undefined,
  download: (file: WantedFile) => Promise<boolean>,
): Promise<void> {
  for (const path of REQUIRED_CONFIGS) await download({ path, to: path, optional: false });
  for (const path of OPTIONAL_CONFIGS) await download({ path, to: path, optional: true });
  const onnx = await downloadOnnx(source, onnxFile, download);
  const data = (path: string) =>
    download({ path, to: dataTarget(path, onnxTarget(onnx, onnxFile)), optional: true });
  await data(`${onnx}_data`);
  await data(`${onnx}.data`);
  for (let piece = 1; piece <= MOST_PIECES && (await data(`${onnx}_data_${piece}`)); piece++);
}

async function downloadOnnx(
  source: string,
  onnxFile: string | undefined,
  download: (file: WantedFile) => Promise<boolean>,
): Promise<string> {
  const candidates = onnxFile === undefined ? DEFAULT_ONNX : [onnxFile];
  for (const path of candidates) {
    if (await download({ path, to: onnxTarget(path, onnxFile), optional: true })) return path;
  }
  throw new PullError(
    `${source}: expected ${candidates.join(' or ')}, which the server does not have; give the path of the .onnx file with --file`,
  );
}
