import { AppError } from '../errors.js';

/** Why a file has no answer: a code of docs/errors.md, or one of those that only files can have. */
export interface Problem {
  code: string;
  detail: string;
}

/** @param error thrown while a file was read or classified */
export function problemOf(error: unknown): Problem {
  if (error instanceof AppError) return { code: error.code, detail: error.message };
  const { code, syscall, message } = Object(error) as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) {
    return { code: 'internal_error', detail: `the pipeline failed: ${message}` };
  }
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'file_not_found', detail: 'expected a file, there is none; check the path' };
    case 'EISDIR':
      return { code: 'file_unreadable', detail: 'expected a file, found a folder; name a file' };
    case 'EACCES':
    case 'EPERM':
      return { code: 'file_unreadable', detail: 'the file may not be read; check its permissions' };
    default:
      return { code: 'file_unreadable', detail: `the file cannot be read (${code}); check the path` };
  }
}
