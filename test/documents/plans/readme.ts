import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf, type Block } from '../blocks.js';
import { jsonDifferences } from '../compare/json.js';
import type { Plan } from '../plan.js';
import type { Session } from '../running/session.js';
import { ROOT } from '../../support/server-process.js';
import { A_DIGEST } from './deployment.js';

const FROG = readFileSync(join(ROOT, 'docs/pictures/frog.jpg'));

/** The block is what a path of the shared server answers to a body in JSON. */
const answerTo =
  (path: string, body: object) =>
  async (block: Block, { house }: Session): Promise<void> => {
    const { url } = await house.server('open');
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const differences = jsonDifferences(JSON.parse(block.text), await answer.json());
    if (differences.length > 0) throw new Error(`${nameOf(block)}: ${differences.join('\n')}`);
  };

const image_base64 = FROG.toString('base64');
const cut = FROG.subarray(0, 2000).toString('base64');

export const readme: Plan = {
  rules: [
    {
      having: '"results"',
      check: answerTo('/predict/batch', {
        images: [
          { id: 'a', image_base64 },
          { id: 'b', image_base64: cut },
        ],
      }),
    },
    {
      having: 'problem:invalid_base64',
      check: answerTo('/predict', { image_base64: `${'A'.repeat(17)}!AA` }),
    },
    // With another model, the names and the figures are its own.
    { having: 'classify docs/pictures', output: { rows: true } },
    // Without the model of the section above.
    { under: 'API', server: 'open' },
    { having: 'helm install', replace: { 'sha256:...': A_DIGEST } },
  ],
};
