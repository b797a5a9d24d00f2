import { TetrapodConnectionError } from './tetrapod-error.js';

/** @throws TetrapodConnectionError where the connection breaks, with what fetch says of it as its cause */
export async function receiving<T>(pending: Promise<T>): Promise<T> {
  try {
    return await pending;
  } catch (cause) {
    throw new TetrapodConnectionError(
      'expected an answer, but there was no connection or it broke; see the cause',
      { cause },
    );
  }
}
