import type { Import } from '../support/source-imports.js';

/**
 * Each folder of src and the folders that it imports; what stands in src itself is the assembly. The diagram of the modules in
 * docs/architecture.md is these, but for `config`, which nearly all read, and for what follows from other edges.
 */
export const MAY_IMPORT: Record<string, string[]> = {
  config: [],
  kernels: [],
  decoding: ['config', 'kernels'],
  preprocessing: ['kernels'],
  model: ['config'],
  pipeline: ['kernels', 'decoding', 'preprocessing', 'model'],
  shutdown: ['config'],
  logging: [],
  http: ['config'],
  openapi: ['http', 'rate-limit'],
  auth: ['config', 'http', 'openapi'],
  'rate-limit': ['config', 'http'],
  drawing: ['config'],
  workers: ['config', 'logging', 'model', 'pipeline', 'drawing'],
  remote: ['config', 'model', 'pipeline', 'workers'],
  tracing: ['config', 'http', 'remote'],
  admission: ['config', 'http', 'workers'],
  predict: ['config', 'http', 'openapi', 'auth', 'rate-limit', 'admission', 'pipeline'],
  explain: [
    ...['config', 'http', 'openapi', 'auth', 'rate-limit', 'admission', 'preprocessing', 'pipeline'],
    ...['workers', 'predict'],
  ],
  'open-inference': [
    ...['config', 'http', 'auth', 'rate-limit', 'admission', 'workers', 'pipeline', 'health'],
    ...['openapi', 'predict'],
  ],
  health: ['openapi', 'auth', 'workers', 'remote', 'shutdown'],
  metrics: [...['config', 'http', 'auth', 'openapi', 'health', 'shutdown', 'workers', 'remote', 'pipeline']],
  playground: ['config', 'auth'],
  // The command line assembles applications, as the files in src itself do.
  cli: ['src', 'config', 'shutdown', 'model', 'pipeline', 'predict', 'auth'],
};

/** Types that describe what flows between the stages; they bind nothing at run time. */
export const TYPES_MAY_COME_FROM: Record<string, string[]> = {
  logging: ['config'],
  http: ['pipeline'],
  preprocessing: ['decoding'],
  drawing: ['decoding'],
  model: ['preprocessing'],
  workers: ['decoding'],
  remote: ['decoding', 'preprocessing'],
  tracing: ['pipeline'],
  predict: ['decoding'],
  explain: ['decoding'],
  'open-inference': ['decoding', 'model', 'preprocessing'],
  cli: ['logging', 'preprocessing'],
};

/** Constants without behaviour that a stage shares with the next. */
export const SHARED_VALUES = [
  'decoding/formats.ts',
  'decoding/rgb-image.ts',
  'preprocessing/preprocessing-spec.ts',
  'preprocessing/tensor.ts',
];

/** Whether an import binds its folder to another when the program runs. */
export function isBinding({ from, to, isPackage, isTypeOnly }: Import): boolean {
  if (isPackage || isTypeOnly || to === 'errors.ts' || SHARED_VALUES.includes(to)) return false;
  // The script that writes the OpenAPI document assembles the application, as the files in src itself do.
  return from !== 'openapi/write.ts';
}
