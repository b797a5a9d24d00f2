import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'yaml';
import { Status, type KubernetesObject } from './kubernetes-object.js';
import { merged } from './merge.js';
import { objectOf } from './protobuf-object.js';
import { discovery } from './resources.js';
import { Store } from './store.js';
import { targetOf, type Target } from './target.js';

/** What it answers in place of a tunnel to a pod, which the stand-in of kubectl makes itself. */
export const NO_TUNNEL = 'tunnels are the make-believe cluster’s own';

/**
 * The API server of a make-believe cluster, which the real kubectl and helm talk to: it has the kinds of `resources.ts`,
 * and plays the controllers that make pods of Deployments.
 */
export class ApiServer {
  readonly store = new Store();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ApiServer> {
    const server = createServer();
    const api = new ApiServer(server);
    server.on('request', (request, response) => void api.answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    api.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
    return api;
  }

  /** The file that tells clients where the cluster is. */
  get kubeconfig(): string {
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'believed', cluster: { server: url } }],
      contexts: [{ name: 'believed', context: { cluster: 'believed', user: 'me' } }],
      users: [{ name: 'me', user: { token: 'none' } }],
      'current-context': 'believed',
    });
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://cluster');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      const known = discovery(url.pathname);
      const answer = known ?? this.serve(request, url, objectIn(request, Buffer.concat(chunks)), response);
      if (typeof answer === 'string') response.setHeader('content-type', 'text/plain').end(answer);
      else if (answer) send(response, 200, answer);
    } catch (error) {
      const { code, reason, message } =
        error instanceof Status ? error : new Status(500, 'InternalError', String((error as Error).stack));
      send(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });
    }
  }

  /** @returns an object, a text, or nothing where the answer goes on */
  private serve(
    { method, headers }: IncomingMessage,
    url: URL,
    given: KubernetesObject | undefined,
    response: ServerResponse,
  ): object | string | undefined {
    const target = targetOf(url.pathname);
    const isDry = url.searchParams.has('dryRun');
    if (target.subresource !== '') return this.partOf(target);
    switch (method) {
      case 'GET':
        return target.name === '' ? this.list(target, url.searchParams, response) : this.store.read(target);
      case 'POST':
        return this.store.write({ ...target, name: given!.metadata.name }, given!, { isNew: true, isDry });
      case 'PUT':
        return this.store.write(target, given!, { isDry });
      case 'PATCH': {
        const mayBeNew = headers['content-type']!.includes('apply-patch');
        const old = mayBeNew ? this.store.find(target) : this.store.read(target);
        return this.store.write(target, merged(old, given) as KubernetesObject, { isDry });
      }
      case 'DELETE':
        return this.store.delete(target);
      default:
        throw new Status(405, 'MethodNotAllowed', String(method));
    }
  }

  private list(target: Target, query: URLSearchParams, response: ServerResponse): object | undefined {
    const { kind, api } = target.resource;
    if (['true', '1'].includes(query.get('watch') ?? '')) {
      this.watch(target, query, response);
      return undefined;
    }
    const metadata = { resourceVersion: this.store.resourceVersion };
    return { kind: `${kind}List`, apiVersion: api, metadata, items: this.store.list(target, query) };
  }

  private watch(target: Target, query: URLSearchParams, response: ServerResponse): void {
    // As servers do that do not know it; clients then list first.
    if (query.get('sendInitialEvents') === 'true')
      throw new Status(422, 'Invalid', 'sendInitialEvents is not known');
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    const end = this.store.watch(target, (change) => response.write(`${JSON.stringify(change)}\n`));
    response.on('close', end);
  }

  private partOf(target: Target): string {
    const pod = this.store.read({ ...target, subresource: '' });
    if (target.subresource === 'log') return `the log of ${pod.metadata.name}\n`;
    if (target.subresource === 'portforward') throw new Status(501, 'NotImplemented', NO_TUNNEL);
    throw new Status(404, 'NotFound', `no subresource ${target.subresource}`);
  }
}

/** JSON and YAML, or what clients send for the oldest kinds. */
function objectIn({ headers }: IncomingMessage, body: Buffer): KubernetesObject | undefined {
  if (headers['content-type']?.includes('protobuf') === true) return objectOf(body);
  return parse(body.toString()) as KubernetesObject | undefined;
}

function send(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
