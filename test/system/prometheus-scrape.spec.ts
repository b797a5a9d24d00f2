import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readBlocks } from '../documents/blocks.js';
import { makeKey } from '../support/api-keys.js';
import { Exposition } from '../support/exposition.js';
import { startPrometheus, type Prometheus } from '../support/prometheus.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';

const prometheusKey = makeKey('prometheus', ['metrics']);
const clientKey = makeKey('client');
const picture = readFileSync(new URL('../../docs/pictures/frog.jpg', import.meta.url));

interface ScrapeConfig {
  scrape_configs: {
    job_name: string;
    authorization?: { credentials_file: string };
    static_configs: object;
  }[];
}

/** As docs/metrics.md has it, but for the interval, the target and the place of the key; and once more without a key. */
function configFor(target: string): string {
  const [block] = readBlocks('docs/metrics.md').filter(({ language }) => language === 'yaml');
  const { scrape_configs: documented } = parse(block!.text) as ScrapeConfig;
  const [job] = documented.map((each) => ({
    ...each,
    authorization: {
      ...each.authorization,
      credentials_file: basename(each.authorization!.credentials_file),
    },
    static_configs: [{ targets: [target] }],
  }));
  const withoutKey = { job_name: 'without-a-key', static_configs: job!.static_configs };
  return stringify({ global: { scrape_interval: '500ms' }, scrape_configs: [job, withoutKey] });
}

describe('Prometheus', () => {
  let server: ServerProcess;
  let prometheus: Prometheus;
  beforeAll(async () => {
    server = await startServer({
      WORKERS: '1',
      API_KEYS: `${prometheusKey.entry},${clientKey.entry}`,
    });
    const config = configFor(new URL(server.url).host);
    prometheus = await startPrometheus(config, { 'tetrapod-key': prometheusKey.key });
  });
  afterAll(async () => {
    await prometheus.stop();
    stop(server);
  });

  const ask = (body: Buffer<ArrayBuffer>, key = clientKey.key) =>
    fetch(`${server.url}/predict`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/jpeg', Authorization: `Bearer ${key}` },
      body,
    });

  it('scrapes a server that asks for a key, and no other can', async () => {
    await prometheus.queryUntil('up{job="tetrapod"} == 1');
    await prometheus.queryUntil('up{job="without-a-key"} == 0');
  });

  it('has seen what clients asked, what they were answered, and how long that took', async () => {
    for (let i = 0; i < 3; i++) expect((await ask(picture)).status).toBe(200);
    expect((await ask(picture.subarray(0, 500))).status).toBe(422);
    expect((await ask(picture, 'unknown')).status).toBe(401);
    await prometheus.queryUntil('sum(tetrapod_http_requests_total{route="/predict"}) == 5');
    const byCode = await prometheus.query(
      'sum by (status, code) (tetrapod_http_requests_total{route="/predict", job="tetrapod"})',
    );
    const counted = byCode.map(({ metric, value }) => [metric.status, metric.code, value]).sort();
    expect(counted).toEqual([
      ['200', 'none', 3],
      ['401', 'unauthorized', 1],
      ['422', 'image_corrupt', 1],
    ]);
    const values = async (...expressions: string[]) =>
      (await Promise.all(expressions.map((expression) => prometheus.query(expression)))).map(
        ([series]) => series?.value,
      );
    expect(
      await values(
        'sum(tetrapod_predictions_total)',
        'sum(tetrapod_requests_by_key_total{key="client"})',
        'tetrapod_picture_megapixels_count',
        'tetrapod_ready * on (instance, job) group_left (name) tetrapod_model_info',
      ),
    ).toEqual([3, 4, 3, 1]);
    const [p99] = await values(
      'histogram_quantile(0.99, sum by (le) (tetrapod_http_request_duration_seconds_bucket{status="200"}))',
    );
    expect(p99).toBeGreaterThan(0);
    expect(p99).toBeLessThan(10);
  });

  it('has each metric by its type, with a help', async () => {
    const text = await metrics();
    const answer = await fetch(`${prometheus.url}/api/v1/metadata`);
    const { data } = (await answer.json()) as { data: Record<string, { type: string; help: string }[]> };
    const seen = Object.entries(data).map(([name, [{ type } = { type: '' }]]) => [name, type]);
    expect(seen.sort()).toEqual([...new Exposition(text).types].sort());
  });

  it('has a tool that finds nothing wrong with the metrics', async () => {
    const found = spawnSync('promtool', ['check', 'metrics'], { input: await metrics(), encoding: 'utf8' });
    expect([found.stdout, found.stderr, found.status]).toEqual(['', '', 0]);
  });

  async function metrics(): Promise<string> {
    const headers = { Authorization: `Bearer ${prometheusKey.key}` };
    return (await fetch(`${server.url}/metrics`, { headers })).text();
  }
});
