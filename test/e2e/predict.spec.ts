import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/app.js';

interface Answer {
  predictions: { label: string; confidence: number }[];
  latency_ms: number;
}

const picture = async (name: string) =>
  (await readFile(new URL(`../../docs/pictures/${name}`, import.meta.url))).toString('base64');

describe('POST /predict', () => {
  let app: RunningApp;
  let frog: string;

  beforeAll(async () => {
    app = await startApp();
    frog = await picture('frog.jpg');
  });
  afterAll(() => app.close());

  const classify = async (body: object) => {
    const response = await app.predict(body).expect(200);
    return { response, answer: response.body as Answer };
  };

  it('answers with predictions and the latency, and with nothing else', async () => {
    const { response, answer } = await classify({ image_base64: frog });
    expect(response.headers['content-type']).toMatch(/^application\/json/);
    expect(Object.keys(answer)).toEqual(['predictions', 'latency_ms']);
    expect(answer.latency_ms).toBeGreaterThan(0);
    expect(Math.round(answer.latency_ms * 1000) / 1000).toBe(answer.latency_ms);
    for (const item of answer.predictions) expect(Object.keys(item)).toEqual(['label', 'confidence']);
  });

  it('answers with all four labels for threshold 0, sorted, with a sum of 1', async () => {
    const { answer } = await classify({ image_base64: frog, confidence_threshold: 0 });
    const confidences = answer.predictions.map(({ confidence }) => confidence);
    expect(answer.predictions.map(({ label }) => label).sort()).toEqual([
      'Amphibian',
      'Bird',
      'Mammal',
      'Reptile',
    ]);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(Math.abs(confidences.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-6);
  });

  it('answers with the labels of at least the threshold and with none below, for each confidence as threshold', async () => {
    const { answer: all } = await classify({ image_base64: frog, confidence_threshold: 0 });
    for (const [i, { confidence }] of all.predictions.entries()) {
      const { answer } = await classify({ image_base64: frog, confidence_threshold: confidence });
      expect(answer.predictions).toEqual(all.predictions.slice(0, i + 1));
    }
  });

  it('takes 0.5 where no threshold is given', async () => {
    const { answer } = await classify({ image_base64: frog });
    const { answer: explicit } = await classify({ image_base64: frog, confidence_threshold: 0.5 });
    const { answer: all } = await classify({ image_base64: frog, confidence_threshold: 0 });
    expect(answer.predictions).toEqual(explicit.predictions);
    expect(answer.predictions).toEqual(all.predictions.filter(({ confidence }) => confidence >= 0.5));
  });

  it('may answer with no label at all', async () => {
    const { answer } = await classify({ image_base64: frog, confidence_threshold: 1 });
    expect(answer.predictions).toEqual([]);
  });

  it('gives the same picture the same answer, in whatever form its base64 comes', async () => {
    const { answer: plain } = await classify({ image_base64: frog, confidence_threshold: 0 });
    const lines = frog.replace(/.{76}/g, '$&\r\n');
    for (const image_base64 of [frog, lines, `data:image/png;base64,${frog}`, ` ${frog}\n`]) {
      const { answer } = await classify({ image_base64, confidence_threshold: 0 });
      expect(answer.predictions).toEqual(plain.predictions);
    }
  });

  it('gives different pictures different answers', async () => {
    const best = await Promise.all(
      ['fox.jpg', 'kingfisher.jpg', 'gecko.jpg', 'frog.jpg'].map(async (name) => {
        const { answer } = await classify({ image_base64: await picture(name), confidence_threshold: 0 });
        return JSON.stringify(answer.predictions);
      }),
    );
    expect(new Set(best).size).toBe(4);
  });

  it('names the stages in Server-Timing: the total is the latency, and the others fill it', async () => {
    const photo = await picture('photo-like-500x375.jpg');
    const shares: number[] = [];
    for (let i = 0; i < 9; i++) {
      const { response, answer } = await classify({ image_base64: photo });
      const stages = new Map(
        (response.headers['server-timing'] ?? '').split(', ').map((entry) => {
          const [name = '', duration = ''] = entry.split(';dur=');
          return [name, Number(duration)];
        }),
      );
      expect([...stages.keys()]).toEqual([
        'validate',
        'queue',
        'base64',
        'decode',
        'preprocess',
        'inference',
        'postprocess',
        'total',
      ]);
      expect(stages.get('total')).toBe(answer.latency_ms);
      const sum = [...stages]
        .filter(([name]) => name !== 'total')
        .reduce((a, [, duration]) => a + duration, 0);
      // Six durations, each rounded to the microsecond.
      expect(sum).toBeLessThanOrEqual(answer.latency_ms + 0.003);
      shares.push(sum / answer.latency_ms);
    }
    const median = shares.sort((a, b) => a - b)[4];
    expect(median).toBeGreaterThan(0.95);
  });

  it('says in a header that the model is simulated', async () => {
    const { response } = await classify({ image_base64: frog });
    expect(response.headers['x-model']).toBe('tetrapod-simulated/1.0.0; kind=simulated');
  });

  it('takes a body of more than 100 kB, which is where Express would stop', async () => {
    const photo = await picture('photo-like-500x375.jpg');
    expect(photo.length).toBeGreaterThan(110_000);
    await classify({ image_base64: photo });
  });
});

describe('GET /model', () => {
  it('describes the model and says that it is simulated', async () => {
    const app = await startApp();
    const response = await app.http.get('/model').expect(200);
    expect(response.body).toMatchObject({
      name: 'tetrapod-simulated',
      version: '1.0.0',
      kind: 'simulated',
      labels: ['Mammal', 'Bird', 'Reptile', 'Amphibian'],
      input: { shape: [1, 3, 224, 224], data_type: 'float32' },
      preprocessing: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], resample: 'bicubic' },
    });
    await app.close();
  });
});
