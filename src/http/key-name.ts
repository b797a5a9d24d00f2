import type { Response } from 'express';

/** Notes whose API key a request came with. */
export function rememberKeyName(response: Response, name: string): void {
  response.locals.keyName = name;
}

/** The name of the request's API key, never the key; undefined where none was needed, or none known. */
export function keyNameOf(response: Response): string | undefined {
  return response.locals.keyName as string | undefined;
}
