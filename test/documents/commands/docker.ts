import { resolve } from 'node:path';
import { AppConfig } from '../../../src/config/app-config.js';
import { requiresKeys } from '../../../src/auth/auth-policy.js';
import type { Session } from '../running/session.js';
import { Refusal, type Call, type Reply, type StandIn } from '../running/stand-ins.js';
import { imageOf, type Image } from './dockerfile.js';
import { parseOptions, type OptionTable, type Parsed } from './options.js';

const OPTIONS: Record<string, OptionTable> = {
  build: { '--tag': 'list', '--build-arg': 'list', '--file': 'value' },
  run: {
    ...{ '--rm': 'flag', '--detach': 'flag', '--read-only': 'flag', '--name': 'value', '--memory': 'value' },
    ...{ '--cpus': 'value', '--publish': 'list', '--tmpfs': 'list', '--env': 'list', '--cap-drop': 'list' },
    '--security-opt': 'list',
  },
  exec: {},
  inspect: { '--format': 'value' },
  logs: { '--tail': 'value' },
  rm: { '--force': 'flag' },
  stop: { '-t': 'value' },
};
const SHORT = { '-t': '--tag', '-p': '--publish', '-e': '--env', '-d': '--detach', '-f': '--file' };

interface Container {
  image: Image;
  /** On the host, as the document has it. */
  port: number;
  exitCode: number;
}

/**
 * Docker without containers: `build` reads the Dockerfile and looks for all that it copies, `run` runs the image's command
 * in the checkout with the image's environment and the given one alone, and its port is that which is published.
 */
export function docker(session: Session): StandIn {
  const images = new Map<string, Image>();
  const containers = new Map<string, Container>();

  return (call) => {
    const [command = '', ...args] = call.args;
    const table = OPTIONS[command];
    if (!table) throw new Refusal(`unknown command: docker ${command}`);
    const parsed = parseOptions(args, table, command === 'stop' ? {} : SHORT);
    switch (command) {
      case 'build':
        return build(call, parsed);
      case 'run':
        return run(call, parsed);
      default:
        return onContainer(command, parsed);
    }
  };

  function build({ cwd }: Call, { options, rest }: Parsed): Reply {
    if (rest.length !== 1) throw new Refusal('docker build requires 1 argument, the context');
    const image = imageOf(resolve(cwd, rest[0]!));
    for (const tag of options['--tag'] ?? []) images.set(tag, image);
    return {};
  }

  async function run(call: Call, { options, rest: [name = '', ...command] }: Parsed): Promise<Reply> {
    const image = images.get(name);
    if (!image) throw new Refusal(`Unable to find image '${name}' locally`);
    const given = (options['--env'] ?? []).map((pair) => {
      const [, variable, value] = /^(\w+)(?:=(.*))?$/s.exec(pair) ?? [];
      if (variable === undefined) throw new Refusal(`invalid environment variable: ${pair}`);
      return [variable, value ?? call.env[variable] ?? ''];
    });
    const env = { ...image.env, ...(Object.fromEntries(given) as Record<string, string>) };
    if (command.length > 0) return { run: { command, env, cwd: session.checkout } };
    const published = (options['--publish'] ?? []).map((port) =>
      publication(session.addresses.asDocumented(port)),
    );
    const wrong = published.find(({ inside }) => inside !== env.PORT);
    if (wrong)
      throw new Refusal(`nothing listens on the port ${wrong.inside} of the container, only on ${env.PORT}`);
    const port = published[0]?.port ?? 1;
    const reply = await session.serve(
      image.command,
      { ...env, ...reachable(env), PORT: String(port) },
      session.checkout,
    );
    const [container = 'unnamed'] = options['--name'] ?? [];
    if (reply.code === 0) containers.set(container, { image, port, exitCode: 0 });
    return reply;
  }

  async function onContainer(
    command: string,
    { options, rest: [name = '', ...args] }: Parsed,
  ): Promise<Reply> {
    const container = containers.get(name);
    if (!container) return { code: 1, stderr: `Error: No such container: ${name}\n` };
    switch (command) {
      case 'exec': {
        const { port } = await session.addresses.relay(container.port);
        return { run: { command: args, env: { ...container.image.env, PORT: String(port) } } };
      }
      case 'inspect':
        return { stdout: `${inspected(container, options['--format']?.[0] ?? '')}\n` };
      case 'stop':
        await session.servers.end(container.port);
        return {};
      case 'rm':
        containers.delete(name);
        await session.servers.end(container.port);
        return {};
      default:
        return {};
    }
  }
}

/** `127.0.0.1:3000:3000`, or without the address. */
function publication(text: string): { port: number; inside: string } {
  const [, port, inside] = /^(?:[\d.]+:)?(\d+):(\d+)$/.exec(text) ?? [];
  if (port === undefined) throw new Refusal(`invalid --publish ${text}: expected [ADDRESS:]PORT:PORT`);
  return { port: Number(port), inside: inside! };
}

/** A container listens to everybody inside; here that is this machine, once the server would take its settings. */
function reachable(env: Record<string, string>): { HOST?: string } {
  try {
    requiresKeys(AppConfig.fromEnvironment(env), (env.API_KEYS ?? env.API_KEYS_FILE ?? '') !== '');
    return { HOST: '127.0.0.1' };
  } catch {
    return {};
  }
}

function inspected({ image, exitCode }: Container, format: string): string {
  switch (format) {
    case '{{.Config.User}}':
      return image.user;
    case '{{.State.ExitCode}}':
      return String(exitCode);
    case '{{range .Config.Healthcheck.Test}}{{println .}}{{end}}':
      return image.healthcheck.join('\n');
    default:
      throw new Refusal(`inspect --format ${format}: not known here`);
  }
}
