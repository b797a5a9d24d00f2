import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../support/server-process.js';
import type { Block } from '../blocks.js';
import { ApiServer } from '../cluster/api-server.js';
import { standInsOf } from '../commands/all.js';
import type { Plan, Rule } from '../plan.js';
import { Addresses } from './addresses.js';
import { makeCheckout } from './checkout.js';
import { execute, type Ended } from './execute.js';
import type { House } from './house.js';
import { Servers } from './servers.js';
import { StandIns, type Reply } from './stand-ins.js';

/** Where the documents' server listens. */
const PORT = 3000;
/** Python packages that documents use, as stand-ins. */
const PACKAGES = join(ROOT, 'test/documents/python');

/**
 * Somebody who reads one document and pastes its programs, one after the other, into a terminal whose folder is a
 * checkout. A server that is started stays until another takes its port, or the document ends.
 */
export class Session {
  readonly folder: string;
  readonly checkout: string;
  readonly servers = new Servers();
  readonly addresses = new Addresses();
  private standIns: StandIns | undefined;
  private ownCluster: Promise<ApiServer> | undefined;

  private constructor(readonly house: House) {
    this.folder = mkdtempSync(join(house.folder, 'reader-'));
    this.checkout = join(this.folder, 'tetrapod');
  }

  static async open(house: House, plan: Plan): Promise<Session> {
    const session = new Session(house);
    makeCheckout(session.checkout, plan.copies);
    mkdirSync(join(session.folder, 'home'));
    session.standIns = await StandIns.start(join(session.folder, 'bin'), standInsOf(session));
    session.addresses.named = (await plan.addresses?.(house)) ?? {};
    await plan.prepare?.(session);
    return session;
  }

  /** Runs a program as it stands in the document. */
  async run(block: Block, { server, replace = {}, env }: Rule = {}): Promise<Ended> {
    if (server !== undefined) await this.servers.end(PORT);
    if (!this.servers.has(PORT)) {
      const { url } = await this.house.server(server ?? 'open');
      (await this.addresses.relay(PORT)).target = url;
    }
    const filledIn = typeof replace === 'function' ? replace(this.house) : replace;
    const program = await this.addresses.translate(block, filledIn);
    switch (block.language) {
      case 'python':
        return this.execute(['python3', '-c', program], env);
      case 'ts':
      case 'js':
        return this.execute([process.execPath, await this.compile(program, block)], env);
      default:
        // What was left in the background would go on.
        return this.bash(`trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${program}`, env);
    }
  }

  /** @param script as it is, for what the reader is supposed to have done; its addresses are not translated */
  bash(script: string, env: Record<string, string> = {}): Promise<Ended> {
    return this.execute(['bash', '-euo', 'pipefail', '-c', script], env);
  }

  /** The cluster of this document, empty but for what its plan has put there. */
  cluster(): Promise<ApiServer> {
    return (this.ownCluster ??= ApiServer.start());
  }

  /** Starts a server, which is ended with the document at the latest. */
  async serve(command: string[], env: Record<string, string>, cwd: string): Promise<Reply> {
    const { code = 0, output } = await this.servers.start({
      command,
      // The real npm, where it is npm that starts it.
      env: { ...env, PATH: process.env.PATH! },
      cwd,
      relayOf: (port) => this.addresses.relay(port),
    });
    return { code: code ?? 1, stdout: output };
  }

  /** @throws Error where a server that a program has started did not end as it should */
  async close(): Promise<void> {
    try {
      await this.servers.close();
    } finally {
      this.standIns?.close();
      await (await this.ownCluster)?.close();
      this.addresses.close();
    }
  }

  /** @returns the path of the program as JavaScript, beside the client as an installed package */
  private async compile(program: string, { document, line }: Block): Promise<string> {
    const file = join(await this.house.clientUser(), `${document.replaceAll('/', '-')}-${line}.mjs`);
    const options = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
    writeFileSync(file, ts.transpileModule(program, { compilerOptions: options }).outputText);
    return file;
  }

  /** Runs a command in the checkout, with the stand-ins first on PATH. */
  private async execute(command: string[], env: Record<string, string> = {}): Promise<Ended> {
    const { bin, url } = this.standIns!;
    const { key } = this.house.key;
    const { endpoint } = await this.house.hub();
    const [hostPort, localPort] = [await this.addresses.relay(13_000), await this.addresses.relay(18_080)];
    return execute(command, this.checkout, {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: join(this.folder, 'home'),
      LANG: 'C.UTF-8',
      TMPDIR: this.folder,
      STAND_INS: url,
      HF_ENDPOINT: endpoint,
      // Ports that deploy/container-test.sh and deploy/rollout.sh choose by themselves.
      HOST_PORT: String(hostPort.port),
      LOCAL_PORT: String(localPort.port),
      // A tsconfig.json says by its place for which sources it is, and those of the checkout are links.
      TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json'),
      PYTHONPATH: PACKAGES,
      PYTHONDONTWRITEBYTECODE: '1',
      ...{ TETRAPOD_KEY: key, API_KEY: key, KEY: key },
      ...env,
    });
  }
}
