import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { OnnxProvider } from '../../model/onnx/onnx.provider.js';
import { describeModel } from '../../predict/describe-model.js';
import type { ModelDescription } from '../../predict/model-description.dto.js';
import { printable } from '../printable.js';

/** What a model folder means to the server. */
export interface ModelReport extends ModelDescription {
  activation: string;
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
  const { activation, warnings } = provider;
  return Object.assign(describeModel(provider), { activation, checks: CHECKS, warnings });
}

/** The report for people, a line for each thing. */
export function toLines(report: ModelReport): string {
  const { preprocessing, input, labels } = report;
  const { resize, crop } = preprocessing;
  const more = labels.length > MAX_LABELS_SHOWN ? `, and ${labels.length - MAX_LABELS_SHOWN} more` : '';
  const rows: [string, string][] = [
    ['model', `${report.name}: ${report.description}`],
    ['sha256', report.sha256 ?? ''],
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
