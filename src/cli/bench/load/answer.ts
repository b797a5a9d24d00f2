export interface Prediction {
  label: string;
  confidence: number;
}

/** Sums in another order, as in a batch, differ by less; another picture's answer differs by more. */
const TOLERANCE = 1e-5;

/**
 * The predictions of an answer to POST /predict.
 * @throws Error that says what is wrong with it
 */
export function readPredictions(body: Buffer, labels: ReadonlySet<string>): Prediction[] {
  const predictions = predictionsOf(body);
  if (!Array.isArray(predictions)) throw new Error('expected an array of predictions');
  const items = predictions.map((item) => Object(item) as Partial<Prediction>);
  for (const { label, confidence } of items) {
    if (typeof label !== 'string' || !labels.has(label)) {
      throw new Error('expected labels of GET /model, received another');
    }
    if (!(typeof confidence === 'number' && confidence >= 0 && confidence <= 1)) {
      throw new Error('expected confidences from 0 to 1');
    }
  }
  if (items.length === 0) throw new Error('expected predictions for the threshold 0, received none');
  return items as Prediction[];
}

function predictionsOf(body: Buffer): unknown {
  try {
    return (Object(JSON.parse(body.toString())) as { predictions?: unknown }).predictions;
  } catch (error) {
    throw new Error('expected JSON', { cause: error });
  }
}

/** Whether two answers to the same picture say the same. */
export function isSame(a: readonly Prediction[], b: readonly Prediction[]): boolean {
  const confidences = new Map(a.map(({ label, confidence }) => [label, confidence]));
  return (
    a.length === b.length &&
    b.every(({ label, confidence }) => Math.abs((confidences.get(label) ?? NaN) - confidence) <= TOLERANCE)
  );
}
