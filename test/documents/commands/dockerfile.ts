import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../running/stand-ins.js';

/** What an image is told by its last stage. */
export interface Image {
  env: Record<string, string>;
  user: string;
  /** What runs where `docker run` names nothing else. */
  command: string[];
  healthcheck: string[];
}

/**
 * Reads the Dockerfile of a folder.
 * @throws Refusal where there is none, or where it copies what the folder does not have
 */
export function imageOf(folder: string): Image {
  const file = join(folder, 'Dockerfile');
  if (!existsSync(file)) throw new Refusal(`failed to read dockerfile: ${file}: no such file`);
  const lines = readFileSync(file, 'utf8')
    .replace(/^ *#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  for (const [, copied] of lines.map((line) => /^COPY (?!--from)(.*)$/.exec(line) ?? [])) {
    const missing = (copied?.split(/\s+/).slice(0, -1) ?? []).find(
      (source) => !existsSync(join(folder, source)),
    );
    if (missing !== undefined) throw new Refusal(`COPY failed: ${missing}: not found in the build context`);
  }
  const stage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const after = (instruction: string) =>
    stage
      .filter((line) => line.startsWith(`${instruction} `))
      .map((line) => line.slice(instruction.length + 1));
  const list = (text: string) => JSON.parse(text) as string[];
  const [user = 'root'] = after('USER');
  return {
    env: Object.fromEntries(
      after('ENV').flatMap((line) => line.split(/\s+/).map((pair) => pair.split('='))),
    ) as Record<string, string>,
    user,
    command: list(after('CMD')[0]!),
    healthcheck: ['CMD', ...list(after('HEALTHCHECK')[0]!.replace(/^.*?CMD /, ''))],
  };
}
