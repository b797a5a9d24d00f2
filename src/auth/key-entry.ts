import { KEY_PREFIX } from './api-key.js';
import { DEFAULT_SCOPES, parseScopes, SCOPES, type Scope } from './scopes.js';

/** A key as the server knows it: whose it is, its digest, and what it is good for. */
export interface KeyEntry {
  /** Stands in logs and metrics. Several entries may share it, while one key takes the place of another. */
  readonly name: string;
  /** sha256 of the key, 32 bytes. */
  readonly digest: Buffer;
  readonly scopes: readonly Scope[];
}

/** Shorter than a key or a digest, so that neither passes for a name and gets into the log. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const DIGEST = /^[0-9a-f]{64}$/i;
const FORM = 'NAME:SHA256 or NAME:SHA256:SCOPES, as `tetrapod keys new` prints it';

export function isKeyName(text: string): boolean {
  return NAME.test(text);
}

/**
 * Reads an entry such as `frontend:9f86...0a08` or `prometheus:2c26...e7ae:metrics`.
 * @throws Error with the reason. It repeats nothing of the entry but its lengths, as there may be a key in it.
 */
export function parseKeyEntry(text: string): KeyEntry {
  const [name = '', digest, scopes, ...rest] = text.split(':').map((part) => part.trim());
  if (digest === undefined) throw new Error(`expected ${FORM}; received ${describe(text)}`);
  if (!isKeyName(name)) {
    throw new Error(
      `expected a name of 1 to 40 letters, digits, dots, dashes or underscores; received ${describe(name)}`,
    );
  }
  if (!DIGEST.test(digest)) {
    throw new Error(`expected a sha256 of 64 hexadecimal digits; received ${describe(digest)}`);
  }
  const known = scopes === undefined ? DEFAULT_SCOPES : parseScopes(scopes);
  if (known === undefined || rest.length > 0) {
    throw new Error(`expected scopes of ${SCOPES.join(', ')}, joined by +; received others`);
  }
  return { name, digest: Buffer.from(digest, 'hex'), scopes: known };
}

export function formatKeyEntry({ name, digest, scopes }: KeyEntry): string {
  const isDefault = scopes.join() === DEFAULT_SCOPES.join();
  return `${name}:${digest.toString('hex')}${isDefault ? '' : `:${scopes.join('+')}`}`;
}

/** Never the text itself. */
function describe(text: string): string {
  if (text.startsWith(KEY_PREFIX)) {
    return 'a key itself, which must not be kept there; put what `tetrapod keys hash` makes of it';
  }
  return text === '' ? 'nothing' : `${text.length} characters that are no such thing`;
}
