import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DATATYPES } from '../../src/open-inference/datatypes.js';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import { startApp, type RunningApp } from '../support/app.js';
import { base64Input, floatsOf, postInference, withBinary } from '../support/open-inference.js';
import { drawBlocks, modelPath, models } from '../support/tiny-models.js';

/** A real ImageNet classifier and real photos, which lie beside the repository on some machines. */
const REAL_MODELS = new URL('../../../shared/models/', import.meta.url);
const PHOTOS = new URL('../../../shared/photos/', import.meta.url);
const list = (folder: URL) => (existsSync(folder) ? readdirSync(folder) : []);
const photos = list(PHOTOS).filter((name) => !name.endsWith('.md'));
const folders = list(REAL_MODELS).filter((name) => existsSync(new URL(`${name}/config.json`, REAL_MODELS)));

/** The rows of each output, for pictures that are sent as files and then as the tensor that they become. */
async function rowsOf(app: RunningApp, pictures: Buffer[]): Promise<Record<string, number[]>[]> {
  const pool = app.app.get(WorkerPool);
  const { card, preprocessing, graph } = pool.model;
  const tensors = await Promise.all(
    pictures.map((bytes) => pool.prepare({ bytes, encoding: 'binary' }, preprocessing)),
  );
  const bytes = Buffer.concat(tensors.map(({ tensor }) => tensor));
  const metadata = (await app.http.get(`/v2/models/${card.name}`).expect(200)).body as {
    inputs: [{ name: string; datatype: string; shape: number[] }];
  };
  const [{ name, datatype, shape }] = metadata.inputs;
  expect({ name, datatype }).toEqual({ name: graph.input, datatype: DATATYPES[preprocessing.dataType] });
  const tensor = {
    name,
    datatype,
    shape: [pictures.length, ...shape.slice(1)],
    parameters: { binary_data_size: bytes.length },
  };
  const parameters = { binary_data_output: true };
  const path = `/v2/models/${card.name}/infer`;
  const answers = await Promise.all([
    postInference(app, path, JSON.stringify({ parameters, inputs: [base64Input(...pictures)] })),
    postInference(app, path, ...withBinary({ parameters, inputs: [tensor] }, bytes)),
  ]);
  return answers.map(({ status, body, binary }) => {
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    let at = 0;
    return Object.fromEntries(
      body.outputs.map(({ name, parameters }) => {
        const end = at + parameters!.binary_data_size;
        const row = floatsOf(binary.subarray(at, end));
        at = end;
        return [name, row];
      }),
    );
  });
}

function largestGap(numbers: number[], expected: number[]): number {
  expect(numbers).toHaveLength(expected.length);
  return Math.max(...numbers.map((value, i) => Math.abs(value - expected[i]!)));
}

describe.each(Object.entries(models))(
  'the model folder %s, by the Open Inference Protocol',
  (folder, model) => {
    it('gives the raw rows and the confidences that were worked out by hand', async () => {
      const app = await startApp({ MODEL: modelPath(folder) });
      try {
        const pictures = await Promise.all(model.answers.map(({ picture }) => drawBlocks(picture)));
        const tolerance = folder.startsWith('float16') ? 1e-2 : 1e-5;
        const { graph } = app.app.get(WorkerPool).model;
        for (const rows of await rowsOf(app, pictures)) {
          const [raw, confidences] = [rows[graph.output]!, rows.confidences!];
          expect(
            largestGap(
              raw,
              model.answers.flatMap(({ outputs }) => outputs),
            ),
          ).toBeLessThan(tolerance);
          const expected = model.answers.flatMap((answer) => answer.confidences);
          expect(largestGap(confidences, expected)).toBeLessThan(tolerance);
        }
      } finally {
        await app.close();
      }
    });
  },
);

/** At least one test, so that the file says so where the photos are not there. */
describe('real models beside the repository', () => {
  it('are tested with every photo that is there', () => {
    expect(photos.length > 0).toBe(folders.length > 0);
  });
});

describe.each(folders)('the model %s, by the Open Inference Protocol', (folder) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ MODEL: fileURLToPath(new URL(folder, REAL_MODELS)) });
  });
  afterAll(() => app.close());

  it.each(photos)('answers for %s as POST /predict, from the file and from its tensor', async (photo) => {
    const picture = readFileSync(new URL(photo, PHOTOS));
    const response = await app
      .predict({ image_base64: picture.toString('base64'), confidence_threshold: 0 })
      .expect(200);
    const { predictions } = response.body as { predictions: { label: string; confidence: number }[] };
    const { labels, graph } = app.app.get(WorkerPool).model;
    const [fromFile, fromTensor] = await rowsOf(app, [picture]);
    expect(fromTensor).toEqual(fromFile);
    expect(fromFile![graph.output]).toHaveLength(graph.classNames.length);
    // By place, because several classes may share a name.
    const rounded = fromFile!.confidences!.map((value) => Math.round(value * 1e7) / 1e7);
    const sorted = labels
      .map((label, i) => ({ label, confidence: rounded[i]! }))
      .sort((a, b) => b.confidence - a.confidence);
    expect(sorted.map(({ label }) => label).slice(0, 5)).toEqual(
      predictions.map(({ label }) => label).slice(0, 5),
    );
    const gap = largestGap(
      sorted.map(({ confidence }) => confidence),
      predictions.map(({ confidence }) => confidence),
    );
    expect(gap).toBeLessThan(3e-7);
  });
});
