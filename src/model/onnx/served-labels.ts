import { repeatedNames } from './class-names.js';
import type { ModelSettings } from './model-folder.js';

type Labelling = Pick<ModelSettings, 'classNames' | 'labelGroups'>;

/** The labels that a folder's model answers with: its groups where it has some, else its classes. Frozen. */
export function servedLabels({ classNames, labelGroups }: Labelling): readonly string[] {
  return labelGroups ? Object.freeze(labelGroups.map(({ label }) => label)) : classNames;
}

/** `1000 classes`, or `1000 classes, pooled into 4 labels`. */
export function countOfClasses({ classNames, labelGroups }: Labelling): string {
  const pooled = labelGroups ? `, pooled into ${labelGroups.length} labels` : '';
  return `${classNames.length} classes${pooled}`;
}

/** What is to be said of classes of one name, whose answers nobody can tell apart; undefined where there are none. */
export function warningOfRepeatedLabels({ classNames, labelGroups }: Labelling): string | undefined {
  const repeated = labelGroups ? [] : repeatedNames(classNames);
  return repeated.length === 0
    ? undefined
    : `config.json: id2label: several classes are called ${repeated.join(', ')}`;
}
