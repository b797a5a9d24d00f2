import { describe, expect, it } from '@jest/globals';
import { sourceFiles, sourceImports, type Import } from '../support/source-imports.js';

/** Each folder of src and the folders that it may import; what stands in src itself is the assembly. */
const MAY_IMPORT: Record<string, string[]> = {
  config: [],
  kernels: [],
  decoding: ['config', 'kernels'],
  preprocessing: ['kernels'],
  model: ['config'],
  pipeline: ['kernels', 'decoding', 'preprocessing', 'model'],
  shutdown: ['config'],
  logging: ['config'],
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
  cli: ['', 'config', 'logging', 'shutdown', 'model', 'preprocessing', 'pipeline', 'predict', 'auth'],
};

/** Types that describe what flows between the stages; they bind nothing at run time. */
const TYPES_MAY_COME_FROM: Record<string, string[]> = {
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
};

/** Constants without behaviour that a stage shares with the next. */
const SHARED_VALUES = [
  'decoding/formats.ts',
  'decoding/rgb-image.ts',
  'preprocessing/preprocessing-spec.ts',
  'preprocessing/tensor.ts',
];

const HTTP_PACKAGES = /^(express|helmet|node:https?|@nestjs\/(platform-express|swagger|terminus))$/;
const BELOW_HTTP = [
  'config',
  'decoding',
  'preprocessing',
  'model',
  'pipeline',
  'workers',
  'remote',
  'logging',
];

const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const show = ({ from, to }: Import) => `${from} imports ${to}`;

describe('the architecture', () => {
  const imports = sourceImports();
  const internal = imports.filter(({ isPackage }) => !isPackage);

  it('is seen whole by this test', () => {
    expect(internal.length).toBeGreaterThan(100);
    const folders = [...new Set(sourceFiles().map(folderOf))].filter((folder) => folder !== '');
    expect(folders.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it('lets folders import only what lies below them', () => {
    const wrong = internal.filter(({ from, to, isTypeOnly }) => {
      const [source, target] = [folderOf(from), folderOf(to)];
      if (source === '' || source === target || to === 'errors.ts') return false;
      // The script that writes the OpenAPI document assembles the application, as the files in src itself do.
      if (from === 'openapi/write.ts') return false;
      if (MAY_IMPORT[source]!.includes(target) || SHARED_VALUES.includes(to)) return false;
      return !(isTypeOnly && TYPES_MAY_COME_FROM[source]?.includes(target));
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('keeps HTTP out of everything below the controllers', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        BELOW_HTTP.includes(folderOf(from)) && (HTTP_PACKAGES.test(to) || folderOf(to) === 'http'),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('has no circle', () => {
    const targets = new Map<string, string[]>();
    for (const { from, to } of internal) targets.set(from, [...(targets.get(from) ?? []), to]);
    const finished = new Set<string>();
    const findCircle = (file: string, path: string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (finished.has(file)) return undefined;
      for (const next of targets.get(file) ?? []) {
        const circle = findCircle(next, [...path, file]);
        if (circle) return circle;
      }
      finished.add(file);
      return undefined;
    };
    expect(
      sourceFiles()
        .map((file) => findCircle(file, []))
        .filter(Boolean),
    ).toEqual([]);
  });

  it('has no barrels', () => {
    expect(sourceFiles().filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([]);
  });
});
