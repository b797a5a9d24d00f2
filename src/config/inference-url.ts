import { orNothing, SecretText } from './setting-rules.js';

/** A model of an Open Inference Protocol server, as INFERENCE_URL names it. */
export interface InferenceTarget {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The path of the server itself: /v2, behind whatever prefix a gateway gives it. */
  readonly serverPath: string;
  /** The path of the model, with its version where there is one. */
  readonly modelPath: string;
  readonly host: string;
  readonly model: string;
  readonly version: string | undefined;
}

const PATH = /^(.*\/v2)(\/models\/([^/]+)(?:\/versions\/([^/]+))?)\/?$/;

/** @returns undefined for anything but http(s)://HOST[:PORT][/PREFIX]/v2/models/NAME[/versions/V], without credentials */
export function parseInferenceUrl(text: string): InferenceTarget | undefined {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { origin, host, pathname, username, password, search, hash } = new URL(text);
  const [, serverPath, below, model, version] = PATH.exec(pathname) ?? [];
  if (serverPath === undefined || below === undefined || model === undefined) return undefined;
  if (username + password + search + hash !== '') return undefined;
  try {
    return {
      origin,
      serverPath,
      modelPath: serverPath + below,
      host,
      model: decodeURIComponent(model),
      version: version === undefined ? undefined : decodeURIComponent(version),
    };
  } catch {
    return undefined; // A % that encodes nothing.
  }
}

/** There may be a password in it. */
export function InferenceUrl(): PropertyDecorator {
  return SecretText(
    orNothing((value) => parseInferenceUrl(value) !== undefined),
    'nothing, or http(s)://HOST[:PORT]/v2/models/NAME[/versions/VERSION] without credentials and without a query',
  );
}
