import { join } from 'node:path';
import type { Scope } from '../../../src/auth/scopes.js';
import { makeKey } from '../../support/api-keys.js';
import { startServer, stop } from '../../support/server-process.js';
import { nameOf, type Block } from '../blocks.js';
import { expectOutput } from '../compare/output.js';
import type { Plan } from '../plan.js';
import type { Session } from '../running/session.js';
import { write } from './prepare.js';

/** What a scope opens. */
const DOORS: Record<Scope, string> = { predict: '/model', metrics: '/metrics', docs: '/docs-json' };

const statusOf = async (url: string, headers: Record<string, string>) =>
  (await fetch(url, { headers })).status;

/** Each line is a header that a server takes a key in. */
async function opens(block: Block, { house }: Session): Promise<void> {
  const { url } = await house.server('locked');
  for (const line of block.text.trimEnd().split('\n')) {
    const [, name, value] = /^([\w-]+): (.*)$/.exec(line.replace('tpd_...', house.key.key))!;
    const status = await statusOf(`${url}/model`, { [name!]: value! });
    if (status !== 200) throw new Error(`${nameOf(block)}: expected 200 with ${line}, received ${status}`);
  }
}

/** A file that a server takes, and of which each key opens what its scopes say. */
async function isAKeysFile(block: Block, session: Session): Promise<void> {
  const keys: { key: string; scopes: Scope[] }[] = [];
  const entries = block.text.replace(
    /^([\w-]+):<64 hexadecimal digits>(?::(\S+))?$/gm,
    (_line, name: string, text?: string) => {
      const scopes = (text ?? 'predict').split('+') as Scope[];
      const { key, entry } = makeKey(name, scopes);
      keys.push({ key, scopes });
      return entry;
    },
  );
  if (keys.length === 0) throw new Error(`${nameOf(block)}: expected entries, found none`);
  write(session, { 'keys.txt': entries });
  const server = await startServer({ API_KEYS_FILE: join(session.checkout, 'keys.txt'), DOCS: 'keys' });
  try {
    for (const { key, scopes } of keys) {
      for (const [scope, path] of Object.entries(DOORS)) {
        const status = await statusOf(`${server.url}${path}`, { 'X-API-Key': key });
        const wanted = scopes.includes(scope as Scope) ? 200 : 403;
        if (status !== wanted)
          throw new Error(
            `${nameOf(block)}: expected ${wanted} from ${path} with ${scopes.join('+')}, received ${status}`,
          );
      }
    }
  } finally {
    stop(server);
  }
}

/** The headers of a refusal, as a client with a key gets them. */
async function isRefusal(block: Block, { house }: Session): Promise<void> {
  const server = await startServer({ API_KEYS: house.key.entry, RATE_LIMIT: '1/10s' });
  try {
    const headers = { 'X-API-Key': house.key.key, 'Content-Type': 'image/jpeg' };
    const ask = () => fetch(`${server.url}/predict`, { method: 'POST', headers, body: 'none' });
    await ask();
    const { status, headers: answered } = await ask();
    if (status !== 429) throw new Error(`${nameOf(block)}: expected 429, received ${status}`);
    const names = [...block.text.matchAll(/^([\w-]+):/gm)].map(([, name]) => name!);
    const lines = names.map((name) => `${name}: ${answered.get(name) ?? 'missing'}`);
    expectOutput({ ...block, language: '' }, lines.join('\n'), { output: { figures: true } });
  } finally {
    stop(server);
  }
}

export const security: Plan = {
  rules: [
    { having: 'X-API-Key: tpd_...', check: opens },
    { having: 'API_KEYS_FILE', check: isAKeysFile },
    { having: 'RateLimit-Policy', check: isRefusal },
  ],
};
