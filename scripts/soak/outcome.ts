import { NoAnswerError } from '../../src/cli/bench/http/connection.js';
import type { Answer } from '../../src/cli/bench/http/response-reader.js';

/**
 * What came, in the form of the tally: `200`, the status and the code of a problem document such as
 * `422 image_corrupt`, or `no answer` and why.
 */
export async function outcomeOf(exchange: Promise<Answer>): Promise<{ received: string; body: Buffer }> {
  try {
    const { status, body } = await exchange;
    const code = status === 200 ? '' : ` ${codeIn(body) ?? 'without a code'}`;
    return { received: `${status}${code}`, body };
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    return { received: `no answer: ${error.code}`, body: Buffer.alloc(0) };
  }
}

function codeIn(body: Buffer): string | undefined {
  try {
    const { code } = Object(JSON.parse(body.toString())) as { code?: unknown };
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
