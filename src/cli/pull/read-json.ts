import { httpGet, isAbsent, readBody } from './http-get.js';
import type { DownloadContext } from './download-context.js';
import { PullError, showUrl } from './pull-error.js';
import { explainRefusal } from './refusal.js';
import { retrying } from './retry.js';

/** The listing of a repository with ten thousand files has some 2 MB. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * The JSON at an address, for listings and manifests.
 * @param optional gives undefined where the server has no such file
 * @throws {PullError} if it cannot be had, is too large or is no JSON
 */
export function readJson(url: URL, optional: boolean, context: DownloadContext): Promise<unknown> {
  const { clock, rules, model, report } = context;
  const attempt = async () => {
    const answer = await httpGet(url, rules, { accept: 'application/json' });
    try {
      if (optional && isAbsent(answer)) return undefined;
      if (answer.status !== 200) throw explainRefusal(answer, model, clock.now());
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of readBody(answer)) {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) {
          throw new PullError(`${showUrl(url)}: expected at most ${MOST_BYTES} bytes of JSON, received more`);
        }
        chunks.push(chunk);
      }
      return parse(Buffer.concat(chunks).toString('utf8'), url);
    } finally {
      answer.body.destroy();
    }
  };
  return retrying(showUrl(url), context, attempt, (reason, pauseMs) => {
    report.retrying(url.pathname.slice(1), reason, pauseMs);
  });
}

function parse(text: string, url: URL): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new PullError(
      `${showUrl(url)}: expected JSON, received something else; check the address and HF_ENDPOINT`,
      {
        cause: error,
      },
    );
  }
}
