import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkManifests, checkTexts } from './manifests/check.js';

const DEPLOYMENT = 'deploy/kubernetes/base/deployment.yaml';
const INFERENCE_SERVICE = 'deploy/kserve/inference-service.yaml';
// TypeScript takes a second or two to start.
const TIMEOUT = 30_000;

describe('check-manifests', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** One of the project's own manifests with one change, which must apply. */
  async function findingsAfter(from: string | RegExp, to: string, manifest = DEPLOYMENT): Promise<string[]> {
    const original = readFileSync(manifest, 'utf8');
    const changed = original.replace(from, to);
    expect(changed).not.toBe(original);
    const file = join(folder, 'deployment.yaml');
    writeFileSync(file, changed);
    const { findings } = await checkManifests([file]);
    return findings.map(({ object, expected, found }) => `${object}: expected ${expected}, found ${found}`);
  }

  it(
    "passes the project's own manifests",
    async () => {
      expect(await checkManifests(['deploy/kubernetes'])).toEqual({ passed: 8, failed: 0, findings: [] });
    },
    TIMEOUT,
  );

  it.each<[problem: string, from: string | RegExp, to: string, finding: RegExp]>([
    ['a misspelt field', 'revisionHistoryLimit', 'revisionHistoryLimt', /spec\.revisionHistoryLimt/],
    [
      'a misspelt field, deep inside',
      'containerPort:',
      'containerPorts:',
      /spec\.template\.spec\.containers\.0\.ports\.0/,
    ],
    ['a wrong type', 'replicas: 2', 'replicas: two', /spec\.replicas must be integer, found two/],
    [
      'a kind that does not exist',
      'kind: Deployment',
      'kind: Deploymint',
      /a kind .* found apps\/v1 Deploymint/,
    ],
    ['a duplicate key', '  replicas: 2', '  replicas: 2\n  replicas: 3', /valid YAML, found .*unique/],
    ['a missing probe', 'readinessProbe:', 'lifecycle:\n            preStop:', /readinessProbe/],
    [
      'a probe on a port that is not there',
      /port: http\n/,
      'port: htpp\n',
      /one of its ports \["http",3000\], found htpp/,
    ],
    ['a missing limit', 'memory: 1536Mi', 'ephemeral-storage: 1Gi', /resources\.limits\.memory/],
    [
      'a writable root',
      'readOnlyRootFilesystem: true',
      'readOnlyRootFilesystem: false',
      /readOnlyRootFilesystem = true/,
    ],
    ['kept capabilities', '- ALL', '- NET_RAW', /capabilities\.drop = \["ALL"\], found \["NET_RAW"\]/],
    [
      'a user that may be root',
      'runAsNonRoot: true',
      'runAsNonRoot: false',
      /runAsNonRoot = true, found false/,
    ],
    ['the latest tag', ':set-by-rollout', ':latest', /a tag other than latest, found .*:latest/],
    ['no tag', ':set-by-rollout', '', /a tag other than latest, found .*\/tetrapod$/],
    [
      'a grace period as long as the shutdown',
      'Seconds: 15',
      'Seconds: 10',
      /above SHUTDOWN_GRACE_MS, 10000 ms, found 10 s/,
    ],
    [
      'nobody who says who may use it',
      'name: API_KEYS_FILE',
      'name: API_KEY_FILE',
      /one of env API_KEYS_FILE/,
    ],
  ])(
    'finds %s',
    async (_problem, from, to, finding) => {
      expect(await findingsAfter(from, to)).toEqual(expect.arrayContaining([expect.stringMatching(finding)]));
    },
    TIMEOUT,
  );

  it.each<[problem: string, file: string, text: string, finding: RegExp]>([
    [
      'a number for a text in a rule of Prometheus',
      'rule.yaml',
      'kind: PrometheusRule\nmetadata: { name: x }\nspec: { groups: [{ name: g, rules: [{ record: a, expr: 0.5 }] }] }',
      /groups\.0\.rules\.0\.expr must be string/,
    ],
    [
      'a misspelt field of a ServiceMonitor',
      'monitor.yaml',
      'kind: ServiceMonitor\nmetadata: { name: x }\nspec: { selector: {}, endpoints: [{ prot: http }] }',
      /spec\.endpoints\.0\.prot/,
    ],
  ])(
    'finds %s, by the schema of the operator',
    async (_problem, file, text, finding) => {
      const { findings } = await checkTexts(
        new Map([[file, `apiVersion: monitoring.coreos.com/v1\n${text}`]]),
      );
      expect(findings.map(({ expected }) => expected)).toEqual(
        expect.arrayContaining([expect.stringMatching(finding)]),
      );
    },
    TIMEOUT,
  );

  it(
    'holds a container that prepares something to the same rules',
    async () => {
      const found = await findingsAfter(
        /containers:\n/,
        'initContainers:\n        - name: pull\n          image: tetrapod:latest\n      containers:\n',
      );
      expect(found).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/container pull: securityContext\.readOnlyRootFilesystem = true/),
          expect.stringMatching(/container pull: resources\.limits\.memory/),
          expect.stringMatching(/container pull: .* tag other than latest/),
        ]),
      );
    },
    TIMEOUT,
  );

  it(
    'passes the example for KServe',
    async () => {
      expect(await checkManifests(['deploy/kserve'])).toEqual({ passed: 1, failed: 0, findings: [] });
    },
    TIMEOUT,
  );

  it.each<[problem: string, from: string | RegExp, to: string, finding: RegExp]>([
    [
      'another version of KServe',
      'io/v1beta1\n',
      'io/v1\n',
      /apiVersion serving\.kserve\.io\/v1beta1, found .*v1$/,
    ],
    [
      'another field beside the predictor',
      '  predictor:',
      '  predicter: {}\n  predictor:',
      /found predicter/,
    ],
    ['a number in a string', 'minReplicas: 2', "minReplicas: '2'", /predictor\.minReplicas to be a number/],
    ['a container that gets no model', 'name: kserve-container', 'name: tetrapod', /kserve-container, found/],
    ['a misspelt field of a predictor', 'scaleMetric:', 'scaleMetrics:', /template\.spec\.scaleMetrics/],
    ['a misspelt field of a container', 'args:', 'arguments:', /containers\.0\.arguments/],
    [
      'a probe on a port that is not there',
      /port: http1\n/,
      'port: http\n',
      /one of its ports \["http1",8080\]/,
    ],
    ['a user that may be root', 'runAsNonRoot: true', 'runAsNonRoot: false', /runAsNonRoot = true/],
  ])(
    'finds %s in an InferenceService',
    async (_problem, from, to, finding) => {
      expect(await findingsAfter(from, to, INFERENCE_SERVICE)).toEqual(
        expect.arrayContaining([expect.stringMatching(finding)]),
      );
    },
    TIMEOUT,
  );

  it('finds a kustomization that names a missing file', async () => {
    const file = join(folder, 'kustomization.yaml');
    writeFileSync(
      file,
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [gone.yaml]\n',
    );
    const { findings } = await checkManifests([file]);
    expect(findings).toEqual([
      { file, object: 'Kustomization', expected: 'gone.yaml to exist', found: 'no such file or folder' },
    ]);
  });
});
