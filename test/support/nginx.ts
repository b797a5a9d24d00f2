import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT, run, stop, type ServerProcess } from './server-process.js';

export interface Nginx {
  url: string;
  /** What it has written to its error log. */
  errors: () => string;
  stop: () => Promise<void>;
}

/**
 * Runs Debian's nginx with a file of deploy/nginx/, in a folder of its own.
 * @param ports each port of the file and the one that takes its place
 * @param listens which of the new ones nginx itself listens on
 * @param folders each folder that the file names and the one that takes its place
 */
export async function startNginx(
  file: string,
  ports: Record<number, number>,
  listens: number,
  folders: Record<string, string> = {},
): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'tetrapod-nginx-'));
  chmodSync(folder, 0o755);
  let site = readFileSync(join(ROOT, 'deploy/nginx', file), 'utf8');
  for (const [from, to] of Object.entries(ports)) {
    if (!site.includes(`127.0.0.1:${from}`)) throw new Error(`expected ${file} to name 127.0.0.1:${from}`);
    site = site.replaceAll(`127.0.0.1:${from}`, `127.0.0.1:${to}`);
  }
  for (const [from, to] of Object.entries(folders)) {
    if (!site.includes(from)) throw new Error(`expected ${file} to name ${from}`);
    site = site.replaceAll(from, to);
  }
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `  ${kind}_temp_path ${folder}/${kind};`,
  );
  writeFileSync(join(folder, 'site.conf'), site);
  writeFileSync(
    join(folder, 'nginx.conf'),
    [
      // Its processes write to the folder, as this one does.
      ...(process.getuid?.() === 0 ? [`user ${userInfo().username};`] : []),
      'daemon off;',
      'worker_processes 2;',
      `pid ${folder}/nginx.pid;`,
      'error_log stderr warn;',
      'events {}',
      'http {',
      '  access_log off;',
      ...temporary,
      '  include site.conf;',
      '}',
    ].join('\n'),
  );
  const command = [nginxPath(), '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
  const started: Omit<ServerProcess, 'url'> = run({}, command);
  const url = `http://127.0.0.1:${listens}`;
  const { child } = started;
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`nginx did not start:\n${started.output()}`);
    await sleep(20);
  }
  return {
    url,
    errors: started.output,
    stop: async () => {
      stop(started);
      await started.exit;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Debian has it in a folder that is not on everybody's path. */
function nginxPath(): string {
  return process.env.NGINX_PATH ?? '/usr/sbin/nginx';
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(`${url}/health/live`, { agent: false }, (response) => {
      response.resume();
      resolve(true);
    }).on('error', () => {
      resolve(false);
    });
  });
}
