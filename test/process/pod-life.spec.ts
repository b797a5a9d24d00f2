import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import { readToEnd } from '../support/raw-http.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';

interface Probe {
  httpGet: { path: string };
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}

interface PodSpec {
  terminationGracePeriodSeconds: number;
  containers: {
    env: { name: string; value: string }[];
    startupProbe: Probe;
    readinessProbe: Probe;
    livenessProbe: Probe;
    lifecycle?: unknown;
  }[];
}

const manifest = parse(readFileSync('deploy/kubernetes/base/deployment.yaml', 'utf8')) as {
  spec: { template: { spec: PodSpec } };
};
const pod = manifest.spec.template.spec;
const container = pod.containers[0]!;

/** What the manifests set, but for what only a container has: the address, the port and the file with keys. */
const settings = Object.fromEntries(
  container.env
    .filter(({ name }) => !['HOST', 'PORT', 'API_KEYS_FILE'].includes(name))
    .map(({ name, value }) => [name, value]),
);

describe('a pod, by the probes and times of its manifest', () => {
  let server: ServerProcess;
  afterEach(async () => {
    stop(server);
    await server.exit;
  });

  /** A connection of its own for each, as the kubelet makes it. */
  const ask = async ({ httpGet, timeoutSeconds }: Probe) => {
    const request = get(server.url + httpGet.path, { agent: false, timeout: timeoutSeconds * 1000 });
    request.on('timeout', () => request.destroy(new Error('timed out')));
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode;
  };

  /** The code of the error that ends a series of 200. */
  const untilRefused = async (probe: Probe) => {
    for (;;) {
      const outcome = await ask(probe).catch((error: unknown) => (error as NodeJS.ErrnoException).code);
      if (outcome !== 200) return outcome;
      await sleep(50);
    }
  };

  it('starts, serves, leaves the Service at SIGTERM without being restarted, and ends before it is killed', async () => {
    const { startupProbe, readinessProbe, livenessProbe } = container;
    server = await startServer(settings);
    expect(await Promise.all([startupProbe, readinessProbe, livenessProbe].map(ask))).toEqual([
      200, 200, 200,
    ]);

    // A body that is still being sent when the signal comes.
    const body = JSON.stringify({ image_base64: EXAMPLE_PICTURE, confidence_threshold: 0 });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(
      `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 1000)}`,
    );
    await once(socket, 'connect');
    const answer = readToEnd(socket);

    // Kubernetes sends it at once, as there is no preStop, and SIGKILL so many seconds later.
    expect(container.lifecycle).toBeUndefined();
    process.kill(server.child.pid!, 'SIGTERM');
    const killed = AbortSignal.timeout(pod.terminationGracePeriodSeconds * 1000);

    const seen = new Set<number | undefined>();
    while ((await ask(readinessProbe)) === 200) await sleep(10);
    // New connections are taken while the rest of the cluster does not know yet, and liveness holds.
    for (let i = 0; i < 5; i++) seen.add(await ask(livenessProbe));
    expect([...seen]).toEqual([200]);
    expect(await ask(readinessProbe)).toBe(503);

    // Until the port is closed, liveness never fails; then the body that is under way is still answered.
    const refusal = await untilRefused(livenessProbe);
    expect(refusal).toBe('ECONNREFUSED');
    socket.write(body.slice(1000));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(await server.exit).toBe(0);
    expect(killed.aborted).toBe(false);
  });

  it('has time enough to be told of: the delay is longer than the interval of the readiness probe', () => {
    expect(Number(settings.SHUTDOWN_DELAY_MS)).toBeGreaterThan(container.readinessProbe.periodSeconds * 1000);
  });
});
