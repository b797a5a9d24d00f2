/** What GET /model answers, as far as the page shows it. */
export interface Model {
  readonly name: string;
  readonly version: string;
  readonly kind: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly input: { readonly shape: readonly number[]; readonly data_type: string; readonly layout: string };
  readonly preprocessing: {
    readonly resize: { readonly mode: string };
    readonly resample: string;
    readonly crop: object | null;
  };
}

const MOST_NAMED = 6;

/** @returns the width and height that the model sees, such as 224x224 */
export function inputSize({ input: { shape, layout } }: Model): string {
  const [, a, b, c] = shape;
  return layout === 'NHWC' ? `${b ?? '?'}×${a ?? '?'}` : `${c ?? '?'}×${b ?? '?'}`;
}

/** @returns what there is to know of a model in short pieces, the most important first */
export function describeModel(model: Model): string[] {
  const { labels, input, preprocessing } = model;
  const named = labels.length <= MOST_NAMED ? `: ${labels.join(', ')}` : '';
  const crop = preprocessing.crop ? ', cropped' : '';
  const how = preprocessing.resize.mode === 'squash' ? 'squashed' : 'by the shorter side';
  return [
    `${labels.length} ${labels.length === 1 ? 'label' : 'labels'}${named}`,
    `sees ${inputSize(model)} ${input.data_type}`,
    `${preprocessing.resample}, ${how}${crop}`,
  ];
}
