import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { OnnxProvider } from '../../model/onnx/onnx.provider.js';
import { outputSize, type PreprocessingSpec } from '../../preprocessing/preprocessing-spec.js';
import { printable } from '../printable.js';

/** What a model folder means to the server. */
export interface ModelReport {
  name: string;
  version: string;
  sha256: string;
  description: string;
  input: { shape: number[]; data_type: string; layout: string };
  preprocessing: Pick<PreprocessingSpec, 'resize' | 'resample' | 'crop' | 'mean' | 'std'> & {
    rescale_factor: number;
  };
  activation: string;
  labels: readonly string[];
  /** What had to be right for the report to be there at all. */
  checks: string[];
  warnings: string[];
}

const CHECKS = [
  'files and their JSON',
  'checksums of manifest.json, where there is one',
  'external data inside the folder',
  'one picture in, one row of scores out',
  'a run: as many finite scores as names',
];

const MAX_LABELS_SHOWN = 8;

/**
 * Loads a model folder as the server does at its start.
 * @throws ModelError where the server would not start with it
 */
export async function inspectModel(folder: string, labelGroups = ''): Promise<ModelReport> {
  // The report says it all, and standard output belongs to it.
  Logger.overrideLogger(false);
  const config = AppConfig.fromEnvironment({ MODEL: folder, LABEL_GROUPS: labelGroups });
  const provider = new OnnxProvider(config);
  await provider.onModuleInit();
  const { card, labels, preprocessing: spec, activation, warnings } = provider;
  const { width, height } = outputSize(spec)!;
  return {
    name: card.name,
    version: card.version,
    sha256: card.sha256!,
    description: card.description,
    input: {
      shape: spec.layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3],
      data_type: spec.dataType,
      layout: spec.layout,
    },
    preprocessing: {
      resize: spec.resize,
      resample: spec.resample,
      ...(spec.crop && { crop: spec.crop }),
      rescale_factor: spec.rescaleFactor,
      mean: spec.mean,
      std: spec.std,
    },
    activation,
    labels,
    checks: CHECKS,
    warnings,
  };
}

/** The report for people, a line for each thing. */
export function toLines(report: ModelReport): string {
  const { preprocessing, input, labels } = report;
  const { resize, crop } = preprocessing;
  const more = labels.length > MAX_LABELS_SHOWN ? `, and ${labels.length - MAX_LABELS_SHOWN} more` : '';
  const rows: [string, string][] = [
    ['model', `${report.name}: ${report.description}`],
    ['sha256', report.sha256],
    ['input', `${input.data_type} [${input.shape.join(', ')}] (${input.layout})`],
    [
      'resize',
      `${resize.mode === 'squash' ? `squash to ${resize.width}x${resize.height}` : `shorter side to ${resize.length}`}, ` +
        preprocessing.resample,
    ],
    ['crop', crop ? `the middle ${crop.width}x${crop.height}` : 'none'],
    ['rescale', String(preprocessing.rescale_factor)],
    ['mean', preprocessing.mean.join(', ')],
    ['std', preprocessing.std.join(', ')],
    [
      'scores',
      report.activation === 'none' ? 'probabilities as they are' : `${report.activation} over the output`,
    ],
    ['labels', `${labels.length}: ${labels.slice(0, MAX_LABELS_SHOWN).join(', ')}${more}`],
    ...report.checks.map((check): [string, string] => ['checked', check]),
    ...report.warnings.map((warning): [string, string] => ['WARNING', warning]),
  ];
  return rows.map(([name, value]) => `${name.padEnd(8)}  ${printable(value)}\n`).join('');
}
