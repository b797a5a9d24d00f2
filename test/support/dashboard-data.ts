import { expect } from '@jest/globals';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { makeKey } from './api-keys.js';
import type { ServerProcess } from './server-process.js';

const FIVE_MINUTES_S = 300;
/** As long as a model has to have been served before drift is looked at, and two hours to spare. */
const PAST_S = 27 * 3600;

export const client = makeKey('app');

/** Pictures at both servers, good and bad; each answer is of the kind that is meant. */
export async function traffic(plain: ServerProcess, remote: ServerProcess): Promise<void> {
  const picture = Buffer.from(EXAMPLE_PICTURE, 'base64');
  const post = async (url: string, type: string, body: BodyInit, headers = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': type, ...headers },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  };
  const authorization = { Authorization: `Bearer ${client.key}` };
  const statuses = await Promise.all([
    post(`${plain.url}/predict`, 'image/jpeg', picture),
    post(`${plain.url}/predict`, 'image/jpeg', picture.subarray(0, 500)),
    post(
      `${plain.url}/predict/batch`,
      'application/json',
      JSON.stringify({ images: [{ image_base64: EXAMPLE_PICTURE }] }),
    ),
    post(`${plain.url}/predict`, 'application/json', '{'),
    post(`${plain.url}/predict`, 'image/jpeg', picture, { 'X-Request-Timeout-Ms': '1' }),
    post(`${remote.url}/predict`, 'image/jpeg', picture, authorization),
    post(`${remote.url}/predict`, 'image/jpeg', picture),
  ]);
  // In time as long as the server does not know how long pictures take, and refused from then on.
  const [, , , , late] = statuses;
  expect([200, 503, 504]).toContain(late);
  expect(statuses).toEqual([200, 422, 200, 400, late, 200, 401]);
}

/** A day of the series from which drift is worked out, which take a week to come about by themselves. */
export function dayBefore(model: string): string {
  const now = Math.floor(Date.now() / 1000);
  const lines: string[] = [];
  const series = (name: string, labels: string, value: number) => {
    for (let at = now - PAST_S; at < now; at += FIVE_MINUTES_S)
      lines.push(`${name}{${labels}} ${value} ${at}`);
  };
  const gauge = (name: string, each: [string, number][]) => {
    lines.push(`# TYPE ${name} gauge`);
    for (const [labels, value] of each) series(name, labels, value);
  };
  const deployment = `namespace="live",job="tetrapod",${model}`;
  gauge('tetrapod:predictions:increase5m', [
    [`${deployment},label="Mammal"`, 60],
    [`${deployment},label="Amphibian"`, 40],
  ]);
  gauge('tetrapod:predicted_pictures:count1h', [[deployment, 1200]]);
  gauge('tetrapod:confidences:increase5m', [
    [`${deployment},le="0.5"`, 30],
    [`${deployment},le="+Inf"`, 100],
  ]);
  return `${lines.join('\n')}\n# EOF\n`;
}
