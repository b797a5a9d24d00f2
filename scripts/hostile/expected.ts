import { createHash } from 'node:crypto';
import { PROBLEMS } from '../../src/errors.js';
import type { Answer, HostileFile, Kind } from './hostile-file.js';

/** What expected.json says of a file. */
export interface Expectation {
  kind: Kind;
  about: string;
  /** Any of these is right; one with a code is a problem document. */
  answers: readonly { status: number; code?: string }[];
  note?: string;
  /** Too long for the repository: the torture makes it when it is wanted. */
  is_long?: true;
  bytes: number;
  sha256: string;
}

export interface Expected {
  about: string;
  files: Record<string, Expectation>;
}

const ABOUT =
  'Made by scripts/hostile/write.ts (npm run hostile); docs/hostile-pictures.md explains it. Every file is posted to ' +
  '/predict, and one of its "answers" has to come. Files with "is_long" are not in this folder.';

export function expectationOf(file: HostileFile, content: Uint8Array): Expectation {
  const { kind, about, answers, note, isLong } = file;
  return {
    kind,
    about,
    answers: answers.map(statusOf),
    ...(note === undefined ? {} : { note }),
    ...(isLong ? { is_long: true } : {}),
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

function statusOf(answer: Answer): { status: number; code?: string } {
  return answer === 'ok' ? { status: 200 } : { status: PROBLEMS[answer].status, code: answer };
}

export function expectedJson(files: Expected['files']): string {
  return JSON.stringify({ about: ABOUT, files } satisfies Expected, null, 2) + '\n';
}
