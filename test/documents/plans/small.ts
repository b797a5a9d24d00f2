import type { Plan } from '../plan.js';
import { A_DIGEST } from './deployment.js';
import { imagenetModel } from './prepare.js';

export const benchmarks: Plan = {
  prepare: (session) => {
    imagenetModel(session, 'models/resnet-50');
  },
};

export const chart: Plan = { rules: [{ language: 'sh', replace: { 'sha256:...': A_DIGEST } }] };

export const client: Plan = {
  rules: [
    { under: 'In a browser', elsewhere: 'test/system/typescript-client.spec.ts' },
    { having: "readFile('frog.jpg')", replace: { "'frog.jpg'": "'docs/pictures/frog.jpg'" } },
  ],
};

export const openInference: Plan = {
  rules: [{ language: 'python', replace: { 'mobilenet-v2': 'tetrapod-simulated' } }],
};

export const metrics: Plan = {
  rules: [{ language: 'yaml', elsewhere: 'test/system/prometheus-scrape.spec.ts' }],
};
