import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { softmax } from '../../src/model/softmax.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startRemoteApp, type RemoteApp } from '../support/remote-app.js';

const MODELS = new URL('../models/', import.meta.url);

describe('a model folder without its graph', () => {
  let parent: string;
  let upstream: FakeUpstream;
  let app: RemoteApp | undefined;
  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), 'tetrapod-remote-'));
    upstream = await FakeUpstream.start();
    upstream.metadata = {
      ...upstream.metadata,
      inputs: [{ name: 'pixel_values', datatype: 'FP32', shape: [-1, 3, 8, 8] }],
    };
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await upstream.close();
    rmSync(parent, { recursive: true });
  });

  /** A copy of one of test/models with all but the graph. */
  function withoutGraph(name: string): string {
    const folder = join(parent, name);
    cpSync(fileURLToPath(new URL(name, MODELS)), folder, { recursive: true });
    rmSync(join(folder, 'onnx'), { recursive: true });
    return folder;
  }

  it('gives labels and groups to the scores of the upstream', async () => {
    upstream.classes = 6;
    upstream.metadata = {
      ...upstream.metadata,
      outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, 6] }],
    };
    app = await startRemoteApp(upstream, { MODEL: withoutGraph('label-groups') });
    await app.untilHealth(200);
    const response = await app
      .predict({ image_base64: EXAMPLE_PICTURE, confidence_threshold: 0 })
      .expect(200);
    const p = softmax(upstream.calls[0]!.rows[0]!);
    // label_groups.json: Warm 0 and 3, Cold 2 and 4, Leafy 1; 5 is in none.
    const expected = { Warm: p[0]! + p[3]!, Cold: p[2]! + p[4]!, Leafy: p[1]! };
    const { predictions } = response.body as {
      predictions: { label: keyof typeof expected; confidence: number }[];
    };
    expect(predictions.map(({ label }) => label).sort()).toEqual(['Cold', 'Leafy', 'Warm']);
    for (const { label, confidence } of predictions) expect(confidence).toBeCloseTo(expected[label], 6);
    const model = await app.http.get('/model').expect(200);
    expect(model.body).toMatchObject({
      name: 'label-groups',
      kind: 'remote',
      input: { shape: [1, 3, 8, 8] },
    });
    expect(model.body).not.toHaveProperty('sha256');
  });

  it('describes the input in the form that the upstream takes', async () => {
    const inputs = [{ name: 'pixel_values', datatype: 'FP16', shape: [-1, 8, 8, 3] }];
    upstream.metadata = { ...upstream.metadata, inputs };
    app = await startRemoteApp(upstream, { MODEL: withoutGraph('colour-linear') });
    await app.untilHealth(200);
    const model = await app.http.get('/model').expect(200);
    expect(model.body).toMatchObject({
      input: { shape: [1, 8, 8, 3], data_type: 'float16', layout: 'NHWC' },
    });
    const metadata = await app.http.get('/v2/models/colour-linear').expect(200);
    expect(metadata.body).toMatchObject({ inputs });
  });

  it('takes scores that should be probabilities and are not for a wrong answer', async () => {
    app = await startRemoteApp(upstream, { MODEL: withoutGraph('probabilities') });
    await app.untilHealth(200);
    const { detail } = await app.problem({ image_base64: EXAMPLE_PICTURE }, 502);
    expect(detail).toContain('received scores that are no probabilities');
  });

  it('is still checked against the rest of its manifest', async () => {
    const folder = withoutGraph('manifest');
    app = await startRemoteApp(upstream, { MODEL: folder });
    await app.untilHealth(200);
    writeFileSync(join(folder, 'config.json'), '{ "id2label": { "0": "another" } }');
    await expect(startRemoteApp(upstream, { MODEL: folder })).rejects.toThrow('config.json: expected');
  });

  it('is refused where nobody else runs the graph', async () => {
    await expect(startRemoteApp({ url: '' }, { MODEL: withoutGraph('manifest') })).rejects.toThrow(
      'onnx/model.onnx: expected this file',
    );
  });
});
