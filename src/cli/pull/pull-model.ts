import { join } from 'node:path';
import { ByteBudget } from './byte-budget.js';
import { checkOnnxFile, chooseFiles } from './choose-files.js';
import type { DownloadContext } from './download-context.js';
import { downloadFile } from './download-file.js';
import { parseHubListing } from './hub-listing.js';
import { MANIFEST, parseManifest, type Manifest, type StoredFile } from './manifest.js';
import type { ModelListing, WantedFile } from './model-listing.js';
import { defaultName, listingUrl, parseModelSource, resolveUrl, showSource } from './model-source.js';
import type { ModelSource } from './model-source.js';
import { PartFile } from './part-file.js';
import { PullError } from './pull-error.js';
import type { PullReporter } from './pull-progress.js';
import { readJson } from './read-json.js';
import { DEFAULT_RETRY, systemClock, type Clock, type RetryPolicy } from './retry.js';
import { encodePath, safeName } from './safe-path.js';
import { StagingFolder } from './staging-folder.js';
import { downloadWellKnown } from './well-known-files.js';
import { readWholeFolder } from './whole-folder.js';

export const DEFAULT_MAX_BYTES = 4 * 2 ** 30;

export interface PullOptions {
  /** `OWNER/NAME[@REVISION]` on the Hub, or the address of a folder. */
  model: string;
  /** The models folder; made if it is not there. */
  into: string;
  /** The folder's name; by default the last part of the repository or address. */
  name?: string | undefined;
  /** Another ONNX file than onnx/model.onnx or model.onnx; stored as onnx/model.onnx. */
  onnxFile?: string | undefined;
  /** Replaces a folder of that name. */
  force?: boolean | undefined;
  /** Leaves a folder of that name which is this model, whole, and replaces any other; nobody is asked then. */
  reuse?: boolean | undefined;
  /** Of all files together. */
  maxBytes?: number | undefined;
  /** Lets anybody on the way read and change what comes; checksums that come the same way do not help. */
  allowHttp?: boolean | undefined;
  /** The Hub; https://huggingface.co by default. */
  endpoint?: string | undefined;
  /** For private and gated models; goes to the endpoint's origin only. */
  token?: string | undefined;
  /** How long a connection may be silent. Larger survives slower servers, smaller notices dead ones sooner. */
  stallMs?: number | undefined;
  /** How long a connection may take to come about. */
  connectMs?: number | undefined;
  policy?: RetryPolicy | undefined;
  clock?: Clock | undefined;
}

export interface PulledModel {
  name: string;
  folder: string;
  manifest: Manifest;
  /** Of all files together, the manifest excluded. */
  bytes: number;
  /** It was there, whole, and nothing was fetched. */
  reused: boolean;
}

/**
 * Downloads a model into `<into>/<name>`. Nothing is there before everything is: until then the files are in a
 * `.pull-` folder beside it, where the next pull of the same model goes on.
 * @throws {PullError} with one line for people
 */
export async function pullModel(options: PullOptions, report: PullReporter): Promise<PulledModel> {
  const source = parseModelSource(options.model, options.endpoint);
  const name = safeName(options.name ?? defaultName(source));
  const onnxFile = options.onnxFile === undefined ? undefined : checkOnnxFile(options.onnxFile);
  const force = options.force ?? options.reuse ?? false;
  const context = makeContext(options, source, report);
  try {
    const whole = options.reuse && (await findWhole(join(options.into, name), source, onnxFile, context));
    if (whole) return pulled(name, join(options.into, name), whole, true);
    await StagingFolder.refuseExisting(options.into, name, force);
    const listing = await readListing(source, context);
    const wanted = listing && chooseFiles(listing.files, context.model, onnxFile);
    context.budget.check(wanted?.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) ?? 0, 'declared');
    const identity = JSON.stringify([context.model, listing?.commit, onnxFile]);
    const staging = await StagingFolder.open(options.into, name, identity);
    try {
      // Once more: a folder that a killed pull had set aside may be back in its place.
      await StagingFolder.refuseExisting(options.into, name, force);
      const files = await downloadAll(source, listing, wanted, onnxFile, staging, context);
      const manifest: Manifest = {
        source: context.model,
        ...(source.kind === 'hub' ? { revision: source.revision, commit: listing!.commit! } : {}),
        ...(onnxFile === undefined ? {} : { onnx_file: onnxFile }),
        pulled_at: new Date(context.clock.now()).toISOString(),
        files,
      };
      await staging.writeManifest(manifest);
      await staging.publish(force);
      return pulled(name, staging.target, manifest, false);
    } finally {
      await staging.release();
    }
  } finally {
    report.end();
  }
}

function findWhole(
  folder: string,
  source: ModelSource,
  onnxFile: string | undefined,
  { model }: DownloadContext,
): Promise<Manifest | undefined> {
  const revision = source.kind === 'hub' ? source.revision : undefined;
  return readWholeFolder(folder, { source: model, revision, onnxFile });
}

function pulled(name: string, folder: string, manifest: Manifest, reused: boolean): PulledModel {
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  return { name, folder, manifest, bytes, reused };
}

function makeContext(options: PullOptions, source: ModelSource, report: PullReporter): DownloadContext {
  const model = showSource(source);
  const hub = parseModelSource('any/model', options.endpoint) as ModelSource & { kind: 'hub' };
  const token = options.token?.trim() ?? '';
  if (!/^[\x21-\x7e]*$/.test(token)) {
    throw new PullError('HF_TOKEN: expected letters and digits as huggingface.co gives them; set it anew');
  }
  return {
    model,
    endpoint: source.kind === 'hub' ? source.endpoint : undefined,
    rules: {
      allowHttp: options.allowHttp ?? false,
      token: token === '' ? undefined : { value: token, origin: hub.endpoint.origin },
      stallMs: options.stallMs ?? 30_000,
      connectMs: options.connectMs ?? 10_000,
      reached: new Set(),
    },
    policy: options.policy ?? DEFAULT_RETRY,
    clock: options.clock ?? systemClock,
    budget: new ByteBudget(options.maxBytes ?? DEFAULT_MAX_BYTES, model),
    report,
  };
}

/** Undefined for a web server without a manifest.json. */
async function readListing(source: ModelSource, context: DownloadContext): Promise<ModelListing | undefined> {
  if (source.kind === 'hub') {
    return parseHubListing(await readJson(listingUrl(source), false, context), context.model);
  }
  const json = await readJson(new URL(MANIFEST, source.base), true, context);
  return json === undefined ? undefined : { files: parseManifest(json, context.model) };
}

async function downloadAll(
  source: ModelSource,
  listing: ModelListing | undefined,
  wanted: WantedFile[] | undefined,
  onnxFile: string | undefined,
  staging: StagingFolder,
  context: DownloadContext,
): Promise<Record<string, StoredFile>> {
  const files: Record<string, StoredFile> = {};
  const parts: PartFile[] = [];
  const urlOf = (path: string) =>
    source.kind === 'hub'
      ? resolveUrl(source, listing!.commit!, path)
      : new URL(encodePath(path), source.base);
  const download = async (file: WantedFile) => {
    const part = new PartFile(await staging.fileAt(file.to));
    const stored = await downloadFile(urlOf(file.path), file, part, context);
    if (stored === undefined) return false;
    files[file.to] = stored;
    parts.push(part);
    return true;
  };
  if (wanted === undefined) await downloadWellKnown(context.model, onnxFile, download);
  else for (const file of wanted) await download(file);
  for (const part of parts) await part.finish();
  for (const part of parts) await part.forget();
  return files;
}
