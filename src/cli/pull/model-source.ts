import { UsageError } from '../cli-error.js';
import { encodePath } from './safe-path.js';
import { PullError, oneLine } from './pull-error.js';

const DEFAULT_ENDPOINT = 'https://huggingface.co';

/** Where a model comes from: a repository of the Hugging Face Hub, or a folder that a web server serves. */
export type ModelSource =
  { kind: 'hub'; endpoint: URL; repo: string; revision: string } | { kind: 'url'; base: URL };

/** A variable, and not what somebody has typed. */
const HUB = 'HF_ENDPOINT';

/** A part of a repository's name: https://huggingface.co/docs/huggingface_hub/package_reference/utilities#validators */
const REPO = /^(?:[A-Za-z0-9][\w.-]{0,95}\/)?[A-Za-z0-9][\w.-]{0,95}$/;

/**
 * Reads `REPO[@REVISION]`, the address of a model's page on the Hub, or the address of a folder.
 * @throws {UsageError} if it is none of these, {PullError} for a wrong endpoint
 */
export function parseModelSource(model: string, endpoint: string = DEFAULT_ENDPOINT): ModelSource {
  const hub = parseAddress(endpoint, HUB);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(model)) return parseRepo(model, hub);
  const base = parseAddress(model, 'the model');
  const page = /^\/([^/]+\/[^/]+?)(?:\/(?:tree\/([^/]+)\/?)?)?$/.exec(
    base.pathname.slice(hub.pathname.length - 1),
  );
  if (base.origin === hub.origin && base.pathname.startsWith(hub.pathname) && page !== null) {
    return parseRepo(`${page[1]!}@${decodeURIComponent(page[2] ?? 'main')}`, hub);
  }
  return { kind: 'url', base };
}

function parseRepo(model: string, endpoint: URL): ModelSource {
  const at = model.indexOf('@');
  const repo = at < 0 ? model : model.slice(0, at);
  const revision = at < 0 ? 'main' : model.slice(at + 1);
  if (!REPO.test(repo) || /--|\.\./.test(repo) || !/^[^\p{Cc}\s]{1,255}$/u.test(revision)) {
    throw new UsageError(
      `"${oneLine(model)}" is no model: expected OWNER/NAME, OWNER/NAME@REVISION or the https address of a folder`,
    );
  }
  return { kind: 'hub', endpoint, repo, revision };
}

function parseAddress(text: string, what: string): URL {
  const WrongAddress = what === HUB ? PullError : UsageError;
  const wrong = (expected: string) => new WrongAddress(`${what}: expected ${expected}; correct the address`);
  if (!URL.canParse(text)) throw wrong('an address that starts with https://');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw wrong('an address that starts with https://');
  if (url.username !== '' || url.password !== '') throw wrong('an address without user and password');
  if (url.search !== '' || url.hash !== '') throw wrong('the address of a folder, without ? and #');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** The source as people write it, for messages and the manifest. */
export function showSource(source: ModelSource): string {
  if (source.kind === 'url') return source.base.href;
  const { endpoint, repo } = source;
  return endpoint.href === `${DEFAULT_ENDPOINT}/` ? repo : new URL(repo, endpoint).href;
}

/** What the folder is called unless somebody chooses a name: the last part of the repository or address. */
export function defaultName(source: ModelSource): string {
  if (source.kind === 'hub') return source.repo.slice(source.repo.indexOf('/') + 1);
  return decodeURIComponent(source.base.pathname.split('/').at(-2)!) || source.base.hostname;
}

/**
 * Where the Hub lists a repository. `blobs=true` adds each file's size and digest, as `files_metadata` of
 * huggingface_hub's `HfApi.model_info` asks for it. A slash of the revision (`refs/pr/1`) has to be encoded.
 */
export function listingUrl({ endpoint, repo, revision }: ModelSource & { kind: 'hub' }): URL {
  return new URL(`api/models/${repo}/revision/${encodeURIComponent(revision)}?blobs=true`, endpoint);
}

/** Where the Hub serves a file of a commit; large files are redirected from there to a CDN. */
export function resolveUrl(
  { endpoint, repo }: ModelSource & { kind: 'hub' },
  commit: string,
  path: string,
): URL {
  return new URL(`${repo}/resolve/${commit}/${encodePath(path)}`, endpoint);
}
