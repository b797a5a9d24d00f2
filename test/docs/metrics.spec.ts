import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MetricsRegistry } from '../../src/metrics/metrics-registry.js';
import { REFUSING_CODES } from '../../src/metrics/refusing-codes.js';
import { makeKey } from '../support/api-keys.js';
import { startApp, type RunningApp } from '../support/app.js';
import { exchange } from '../contract/exchange.js';
import { untilReady } from '../contract/faults.js';
import { Exposition } from '../support/exposition.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';

const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');

/** By name: the type and the labels, in alphabetical order. */
type Families = Record<string, string>;

/** The rows of the tables: | `name` | type | labels | ... */
function documented(): Families {
  const rows = page.matchAll(/^\| `([a-z_\d]+)` +\| (\w+) +\| ([\w, ]*?) *\|/gm);
  return Object.fromEntries(
    [...rows].map(([, name, type, labels]) => [name!, describeFamily(type!, labels!.split(/, */))]),
  );
}

function describeFamily(type: string, labels: readonly string[]): string {
  return [type, ...labels.filter((label) => label !== '').sort()].join(' ');
}

/** What a server exposes that has keys and an inference server, and has been asked once. */
async function exposed({ app }: RunningApp): Promise<Families> {
  const { types, samples } = new Exposition(await app.get(MetricsRegistry).render());
  return Object.fromEntries(
    [...types].map(([family, type]) => {
      const own = samples.filter(({ name }) => name.replace(/_(bucket|sum|count)$/, '') === family);
      const names = new Set(own.flatMap(({ labels }) => Object.keys(labels)));
      if (type === 'histogram') names.delete('le');
      return [family, describeFamily(type, [...names])];
    }),
  );
}

describe('docs/metrics.md', () => {
  const { key, entry } = makeKey('reader');
  let upstream: FakeUpstream;
  let app: RunningApp;
  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp({ API_KEYS: entry, INFERENCE_URL: upstream.url });
    await untilReady(app);
    const body = Buffer.from(JSON.stringify({ image_base64: EXAMPLE_PICTURE }));
    const headers = { 'Content-Type': 'application/json', 'X-API-Key': key };
    await exchange(app.port, { method: 'POST', path: '/predict', headers, body });
  });
  afterAll(async () => {
    await app.close();
    await upstream.close();
  });

  it('has every metric that is exposed, with its type and its labels, and no other', async () => {
    expect(documented()).toEqual(await exposed(app));
  });

  it('has every reason of a refusal, and no other', () => {
    const [, list] = /- `reason` is one of ([^.]+)\./.exec(page)!;
    const reasons = [...list!.matchAll(/`(\w+)`/g)].map(([, reason]) => reason);
    expect(reasons.sort()).toEqual([...REFUSING_CODES].sort());
  });
});
