import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeKey, type TestKey } from '../../support/api-keys.js';
import { FakeHub } from '../../support/hub/fake-hub.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { OtlpReceiver } from '../../support/otlp-receiver.js';
import { ROOT, startServer, stop, type ServerProcess } from '../../support/server-process.js';
import { imagenetFiles } from './imagenet-model.js';

export type ServerName = 'open' | 'locked';

/** The repositories of the Hub that documents name. */
const REPOSITORIES = ['Xenova/resnet-50', 'Xenova/vit-base-patch16-224'];

/** What all documents share: each is started when it is first asked for, and ended with the house. */
export class House {
  readonly folder = mkdtempSync(join(tmpdir(), 'tetrapod-documents-'));
  /** A key with all scopes, which the locked server knows. */
  readonly key: TestKey = makeKey('reader', ['predict', 'docs', 'metrics']);
  private readonly started = new Map<string, Promise<unknown>>();
  private readonly ends: (() => unknown)[] = [];

  /** A server as `npm start` starts it, or one that asks for `key`. */
  server(name: ServerName): Promise<ServerProcess> {
    const settings = name === 'locked' ? { API_KEYS: this.key.entry } : {};
    return this.once(name, () => startServer(settings), stop);
  }

  /** The Hub, whose every repository has a model of the 1000 classes of ImageNet. */
  hub(): Promise<FakeHub> {
    return this.once(
      'hub',
      () => FakeHub.start(imagenetFiles(), REPOSITORIES),
      (hub) => hub.close(),
    );
  }

  /** An inference server that has the simulated model. */
  upstream(): Promise<FakeUpstream> {
    return this.once(
      'upstream',
      () => FakeUpstream.start(),
      (upstream) => upstream.close(),
    );
  }

  /** A collector of traces. */
  collector(): Promise<OtlpReceiver> {
    return this.once(
      'collector',
      () => OtlpReceiver.start(),
      (collector) => collector.close(),
    );
  }

  /** A folder whose programs find the TypeScript client as a package, and nothing else. */
  clientUser(): Promise<string> {
    return this.once('client', async () => {
      const folder = join(this.folder, 'client-user');
      const installed = join(folder, 'node_modules/tetrapod-client');
      mkdirSync(installed, { recursive: true });
      const tsc = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'clients/typescript'];
      await promisify(execFile)(process.execPath, [...tsc, '--outDir', join(installed, 'dist')], {
        cwd: ROOT,
      });
      const description = readFileSync(join(ROOT, 'clients/typescript/package.json'), 'utf8');
      writeFileSync(join(installed, 'package.json'), description);
      return folder;
    });
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.started.values());
    for (const end of this.ends.reverse()) await end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Starts something no more than once, and ends it with the house. */
  once<T>(name: string, start: () => Promise<T>, end?: (thing: T) => unknown): Promise<T> {
    const known = this.started.get(name) as Promise<T> | undefined;
    if (known) return known;
    const thing = start();
    this.started.set(name, thing);
    if (end) this.ends.push(() => thing.then(end, () => undefined));
    return thing;
  }
}
