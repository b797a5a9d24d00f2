import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolPath, type Tool } from '../../../scripts/chart/tools.js';
import { NO_TUNNEL } from '../cluster/api-server.js';
import type { Session } from '../running/session.js';
import { Refusal, type Call, type Reply, type StandIn } from '../running/stand-ins.js';

/** The real helm, at the make-believe cluster. */
export const helm =
  (session: Session): StandIn =>
  async ({ args }) => ({ run: await command(session, 'helm', args) });

/** The real kubectl, at the make-believe cluster. Only the tunnel of a forwarded port is the stand-in's own. */
export const kubectl =
  (session: Session): StandIn =>
  async (call) => {
    if (call.args.includes('port-forward')) return forward(session, call);
    return { run: await command(session, 'kubectl', call.args) };
  };

async function command(session: Session, tool: Tool, args: string[]) {
  const cluster = await session.cluster();
  const file = join(session.folder, 'kubeconfig');
  writeFileSync(file, cluster.kubeconfig);
  return { command: [toolPath(tool, process.env.PATH), ...args], env: { KUBECONFIG: file } };
}

/**
 * Lets the real kubectl look up what is to be forwarded, until it asks for the tunnel; then the port of the document
 * leads to the shared server, as long as the caller lives.
 */
async function forward(session: Session, { args, cwd, env, gone }: Call): Promise<Reply> {
  const { command: line, env: settings } = await command(session, 'kubectl', args);
  const said = await new Promise<string>((resolve) => {
    const options = { cwd, env: { ...env, ...settings }, timeout: 30_000 };
    execFile(line[0]!, line.slice(1), options, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
  if (!said.includes(NO_TUNNEL)) throw new Refusal(said);
  const [, port] = args.map((arg) => /^(\d+):\w+$/.exec(arg)).find((found) => found !== null) ?? [];
  if (port === undefined) throw new Refusal('expected a port such as 3000:http');
  (await session.addresses.relayBehind(Number(port))).target = (await session.house.server('locked')).url;
  if (!gone.aborted) await once(gone, 'abort');
  return {};
}
