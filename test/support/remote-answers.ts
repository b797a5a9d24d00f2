import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { startApp } from './app.js';

export interface Answer {
  predictions: { label: string; confidence: number }[];
}

export const REQUEST = { image_base64: EXAMPLE_PICTURE, confidence_threshold: 0 };

/** What the server answers with the model in process. */
export async function answersInProcess(pictures: string[]): Promise<unknown[]> {
  const local = await startApp();
  try {
    const answers: unknown[] = [];
    for (const image_base64 of pictures) {
      const response = await local.predict({ ...REQUEST, image_base64 }).expect(200);
      answers.push((response.body as Answer).predictions);
    }
    return answers;
  } finally {
    await local.close();
  }
}

export async function draw(count: number): Promise<string[]> {
  return (await drawPictures('224x224', count)).map(({ bytes }) => Buffer.from(bytes).toString('base64'));
}
