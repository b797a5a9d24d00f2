import { graph, heatmap, JOBS, quantiles, query, rate, REPLICAS, table, type Row } from '../panel.js';

export const pictures: Row = {
  title: 'Pictures',
  panels: [
    graph('Pictures by format', {
      description: 'Pictures of every door, also in batches. unknown are those that were not classified.',
      unit: 'ops',
      isStacked: true,
      queries: [query(rate('tetrapod_pictures_total', { by: 'format' }), '{{format}}')],
    }),
    graph('Problems of pictures', {
      description: 'Pictures that got no answer, by the code of their problem (docs/errors.md).',
      unit: 'ops',
      queries: [query(rate('tetrapod_pictures_total', { by: 'code', where: 'code!="none"' }), '{{code}}')],
    }),
    graph('Pictures that failed', {
      description: 'The share that failed for no fault of theirs, alone or in a batch. A ticket from 1 %.',
      unit: 'percentunit',
      queries: [query(`tetrapod:pictures_failed:ratio5m{${JOBS}}`, '{{job}}')],
    }),
    graph('Megapixels', {
      description: 'Width times height, in millions. Large pictures take long to decode.',
      unit: 'none',
      queries: quantiles('tetrapod_picture_megapixels', [0.5, 0.95]),
      width: 12,
    }),
    graph('Bytes', {
      description: 'As they came; base64 is a third more than the file.',
      unit: 'bytes',
      queries: quantiles('tetrapod_picture_bytes', [0.5, 0.95]),
      width: 12,
    }),
  ],
};

/** Recorded every five minutes: where two samples are farther apart than Prometheus looks back, the last one counts. */
const last = (record: string, selector = JOBS) => `last_over_time(${record}{${selector}}[10m])`;
const drift = (kind: 'label' | 'confidence') => [
  query(last(`tetrapod:${kind}_drift:ratio`), '{{job}} {{name}}'),
  query(
    `${last(`tetrapod:${kind}_drift_chance:ratio`)} + on () group_left () tetrapod:${kind}_drift_limit:ratio`,
    'alert above, {{job}} {{name}}',
  ),
];

export const predictions: Row = {
  title: 'Predictions and drift',
  panels: [
    graph('Labels', {
      description: 'The ten labels that were the best most often.',
      unit: 'ops',
      isStacked: true,
      queries: [query(`topk(10, ${rate('tetrapod_predictions_total', { by: 'label' })})`, '{{label}}')],
    }),
    heatmap('Confidence', {
      description: 'The confidence of the best label of each picture.',
      unit: 'percentunit',
      queries: [query(rate('tetrapod_top_confidence_bucket', { by: 'le' }), '{{le}}')],
    }),
    graph('Confidence, quantiles', {
      description: 'A tenth of the pictures had a confidence below p10.',
      unit: 'percentunit',
      queries: quantiles('tetrapod_top_confidence', [0.1, 0.5, 0.9]),
    }),
    graph('Label drift', {
      description:
        'The share of the pictures of the last hour that would need another label for the mix of the week before. Empty below 500 pictures an hour, and on the first day of a model.',
      unit: 'percentunit',
      queries: drift('label'),
    }),
    graph('Confidence drift', {
      description: 'The largest distance between the distributions of the last hour and of the week before.',
      unit: 'percentunit',
      queries: drift('confidence'),
    }),
    graph('Labels that moved', {
      description:
        'The share in the last hour less the share in the week before, for the ten that moved most.',
      unit: 'percentunit',
      queries: [
        query(
          `topk(10, abs(${last('tetrapod:predictions:share1h')} - ${last('tetrapod:predictions:share1w')}))`,
          '{{label}}',
        ),
      ],
    }),
    table('Models', {
      description: 'What each replica serves.',
      unit: 'none',
      queries: [query(`tetrapod_model_info{${REPLICAS}}`, '{{name}}')],
      width: 24,
    }),
  ],
};

export const inferenceServer: Row = {
  title: 'Inference server (INFERENCE_URL)',
  panels: [
    graph('Calls by result', {
      description: 'Each attempt. abandoned: nobody waited any more.',
      unit: 'reqps',
      isStacked: true,
      queries: [query(`${rate('tetrapod_upstream_calls_total', { by: 'result' })} > 0`, '{{result}}')],
    }),
    graph('Failed calls', {
      description: 'The share of calls that failed. A ticket from 10 %.',
      unit: 'percentunit',
      queries: [query(`tetrapod:upstream_calls_failed:ratio5m{${JOBS}}`, '{{job}}')],
    }),
    graph('Duration of a call', {
      description: 'From the first byte sent to the last received.',
      unit: 's',
      queries: quantiles('tetrapod_upstream_call_duration_seconds', [0.5, 0.95, 0.99]),
    }),
    graph('Pictures in a call', {
      description: 'The mean. Full batches are what a busy accelerator wants (BATCH_MAX_SIZE).',
      unit: 'none',
      queries: [
        query(
          `${rate('tetrapod_upstream_batch_size_sum')} / (${rate('tetrapod_upstream_batch_size_count')} > 0)`,
          'mean',
        ),
      ],
      width: 12,
    }),
    graph('Circuit open', {
      description: '1 while a replica leaves the inference server in peace, because its last calls failed.',
      unit: 'none',
      queries: [query(`tetrapod_upstream_circuit_open{${REPLICAS}}`, '{{pod}} {{instance}}')],
      width: 12,
    }),
  ],
};
