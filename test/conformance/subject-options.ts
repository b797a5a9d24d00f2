import type { TensorSpec } from './tensor/shape.js';

/** The server and the model under test, as the user of the kit names them. */
export interface SubjectOptions {
  url: string;
  /** The name of the model in paths. */
  model: string;
  /** The version that paths name where a case wants one; absent: the first of the metadata. */
  version?: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Inputs as the user knows them, before what the metadata say of those of the same name. */
  inputs?: TensorSpec[];
  /** Extensions that the server takes part in, though it does not announce them. */
  extensions?: string[];
  /** Two encoded pictures, where the model takes such; they may be the same. */
  pictures?: readonly [Uint8Array, Uint8Array];
  /** How much floats may differ from one answer to another; see `difference`. */
  tolerance?: number;
  timeoutMs?: number;
}
