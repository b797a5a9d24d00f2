import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { rendered, valueAt } from '../../support/rendered-chart.js';
import { nameOf, readBlocks, type Block } from '../blocks.js';
import type { Plan } from '../plan.js';
import { write } from './prepare.js';

/** What stands for `sha256:...`. */
export const A_DIGEST = `sha256:${'a'.repeat(64)}`;

const withDigest = ({ text }: Block) => text.replaceAll('sha256:...', A_DIGEST);

/** Values that the chart takes, and that reach the place in its Deployment. */
const reaches =
  (place: string, expected: unknown) =>
  (block: Block): void => {
    const found = valueAt(rendered(parse(withDigest(block)) as object).places, place);
    const isThere =
      typeof expected === 'string'
        ? JSON.stringify(found).includes(JSON.stringify(expected))
        : isDeepStrictEqual(found, expected);
    if (!isThere) {
      const [wanted, came] = [expected, found].map((value) => JSON.stringify(value));
      throw new Error(`${nameOf(block)}: expected ${wanted} at ${place}, found ${came}`);
    }
  };

export const deployment: Plan = {
  async prepare(session) {
    const values = readBlocks('docs/deployment.md').find(({ text }) => text.startsWith('image:'));
    const { entry } = session.house.key;
    write(session, { 'my-values.yaml': withDigest(values!), 'entries.txt': entry, 'keys.txt': entry });
    const cluster = await session.cluster();
    cluster.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tetrapod-staging' } });
  },
  rules: [
    { having: "API_KEYS='me:...'", replace: ({ key }) => ({ 'me:...': key.entry }) },
    { having: 'repository:', check: reaches('container image', `ghcr.io/me/tetrapod@${A_DIGEST}`) },
    {
      having: 'OTEL_EXPORTER_OTLP_HEADERS',
      check: reaches('env OTEL_EXPORTER_OTLP_HEADERS', {
        secretKeyRef: { name: 'otel-collector', key: 'headers' },
      }),
    },
    {
      having: 'pull:',
      check: reaches('init', 'Xenova/vit-base-patch16-224@0123456789abcdef0123456789abcdef01234567'),
    },
    { language: 'console', exit: 1, output: { excerpt: true } },
  ],
};
