import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { nameOf, readBlocks } from '../documents/blocks.js';
import { alerts, MONITORING, namesIn, readRules, records, ruleFiles } from '../support/alert-rules.js';
import { makeKey } from '../support/api-keys.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startPrometheus, type Prometheus } from '../support/prometheus.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';
import { client, dayBefore, traffic } from '../support/dashboard-data.js';

/** How long Prometheus may take to have something for every query, and every rule. */
const LONGEST_MS = 60_000;
interface Dashboard {
  templating: { list: { name: string; type: string; definition: string }[] };
  panels: { title: string; type: string; targets?: { expr: string }[] }[];
}
const dashboard = JSON.parse(readFileSync(join(MONITORING, 'grafana/tetrapod.json'), 'utf8')) as Dashboard;
const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({ title, expr })),
);

/** Those that the runbook has, beside the dashboard's. */
const documented = readBlocks('docs/operations.md')
  .filter(({ language }) => language === 'promql')
  .map((block) => ({ title: nameOf(block), expr: block.text.trim() }));

const scraper = makeKey('prometheus', ['metrics']);

/** As Grafana does, with "All" for each list. */
const filledIn = (expr: string) =>
  expr.replaceAll('$__rate_interval', '10s').replaceAll(/\$(namespace|job|pod|instance)\b/g, '.*');

describe('the dashboard and the rules, on Prometheus with two servers', () => {
  let upstream: FakeUpstream;
  const servers: ServerProcess[] = [];
  let prometheus: Prometheus | undefined;
  let isOver = false;
  let load: Promise<void> | undefined;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    const start = async (env: Record<string, string> = {}) => {
      const server = await startServer({ WORKERS: '1', ...env });
      servers.push(server);
      return server;
    };
    const [plain, remote] = await Promise.all([
      start(),
      start({ INFERENCE_URL: upstream.url, API_KEYS: `${client.entry},${scraper.entry}` }),
    ]);
    const metrics = await (await fetch(`${plain.url}/metrics`)).text();
    const model = /^tetrapod_model_info\{(.*),kind=/m.exec(metrics)![1]!;

    // Everything as it is shipped, but for where the servers are, and with seconds for minutes.
    const config = parse(readFileSync(join(MONITORING, 'prometheus.yml'), 'utf8')) as {
      scrape_configs: [
        { job_name: string; authorization: { credentials_file: string }; static_configs: object },
      ];
    };
    const [scrape] = config.scrape_configs;
    scrape.static_configs = [plain, remote].map(({ url }, i) => ({
      targets: [new URL(url).host],
      labels: { namespace: 'live', pod: `tetrapod-${i}` },
    }));
    const ruleCopies = ruleFiles.map((file) => [
      file,
      stringify({ groups: readRules(file).groups.map((group) => ({ ...group, interval: '1s' })) }),
    ]);
    prometheus = await startPrometheus(
      stringify({
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ruleFiles,
        scrape_configs: config.scrape_configs,
      }),
      {
        ...(Object.fromEntries(ruleCopies) as Record<string, string>),
        [scrape.authorization.credentials_file]: scraper.key,
      },
      dayBefore(model),
    );
    load = (async () => {
      while (!isOver) {
        await traffic(plain, remote);
        await sleep(250);
      }
    })();
    // Its failure is that of afterAll.
    load.catch(() => undefined);
  });

  afterAll(async () => {
    isOver = true;
    try {
      await load;
    } finally {
      servers.forEach(stop);
      await prometheus?.stop();
      await upstream.close();
    }
  });

  /** GET of Prometheus's HTTP API: the data of its answer. */
  const ask = async (path: string, parameters: Record<string, string> = {}) => {
    const answer = await fetch(`${prometheus!.url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    return ((await answer.json()) as { data: unknown }).data;
  };

  /** Asks again until each has at least one number. @returns those that have none in the end */
  async function without(wanted: readonly { title: string; expr: string }[]): Promise<object[]> {
    let left = [...wanted];
    const end = Date.now() + LONGEST_MS;
    while (left.length > 0 && Date.now() < end) {
      await sleep(500);
      const answers = await Promise.all(left.map(({ expr }) => prometheus!.query(filledIn(expr))));
      left = left.filter((_, i) => !answers[i]!.some(({ value }) => Number.isFinite(value)));
    }
    return left;
  }

  it('every query of every panel finds numbers', async () => {
    expect(queries.length).toBeGreaterThan(50);
    expect(await without(queries)).toEqual([]);
  });

  it('every query of the runbook finds numbers', async () => {
    expect(documented.length).toBeGreaterThan(3);
    expect(await without(documented)).toEqual([]);
  });

  it('every recording rule records numbers', async () => {
    const recorded = records.map(({ record }) => ({ title: 'rule', expr: record }));
    expect(await without(recorded)).toEqual([]);
  });

  it('no rule fails', async () => {
    const { groups } = (await ask('rules')) as {
      groups: { rules: { name: string; health: string; lastError?: string }[] }[];
    };
    const all = groups.flatMap((group) => group.rules);
    expect(all).toHaveLength(alerts.length + records.length);
    expect(all.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  it('every list has something to choose', async () => {
    const lists = dashboard.templating.list.filter(({ type }) => type === 'query');
    expect(lists.map(({ name }) => name)).toEqual(['namespace', 'job', 'pod', 'instance']);
    for (const { name, definition } of lists) {
      const match = /^label_values\((.+), (\w+)\)$/.exec(definition)!;
      const values = await ask(`label/${match[2]}/values`, { 'match[]': filledIn(match[1]!) });
      expect({ name, values }).toEqual({ name, values: expect.arrayContaining([expect.any(String)]) });
    }
  });

  it('rules and dashboard name no metric that the servers do not expose, and every one of Tetrapod is shown', async () => {
    const exposed = (await ask('label/__name__/values')) as string[];
    const used = [...alerts, ...records, ...queries].flatMap(({ expr }) => namesIn(expr));
    expect(used.filter((name) => !exposed.includes(name))).toEqual([]);
    const base = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
    const shown = new Set(used.map(base));
    const tetrapods = exposed.filter((name) => name.startsWith('tetrapod_')).map(base);
    expect([...new Set(tetrapods)].filter((name) => !shown.has(name))).toEqual([]);
  });
});
