import type { HttpAnswer } from './http-get.js';
import { PullError, oneLine, showUrl } from './pull-error.js';
import { TransientError, requestedWaitMs } from './retry.js';

/**
 * The error for a status that carries no file.
 *
 * The Hub says why in `X-Error-Code` (`GatedRepo`, `RepoNotFound`, `RevisionNotFound`, `EntryNotFound`), as
 * huggingface_hub's `hf_raise_for_status` reads it. The status alone does not tell: without a token 401 stands for
 * gated, private and missing repositories alike. https://github.com/huggingface/huggingface_hub `utils/_http.py`
 */
export function explainRefusal(answer: HttpAnswer, model: string, now: number): PullError | TransientError {
  const { status, headers, withToken } = answer;
  if (status === 408 || status === 429 || status >= 500) {
    const waitMs = requestedWaitMs(headers, status, now);
    return new TransientError(`${answer.url.host} answered ${status}`, { waitMs });
  }
  return new PullError(`${model}: ${reasonOf(answer, withToken)}`);
}

function reasonOf({ status, headers, url }: HttpAnswer, withToken: boolean): string {
  const code = headers['x-error-code'];
  const said = headers['x-error-message'];
  const words = typeof said === 'string' ? ` ("${oneLine(said)}")` : '';
  if (code === 'GatedRepo') {
    return withToken
      ? `the model is gated and the account of HF_TOKEN has no access${words}; accept its terms on its page, or ask there for access`
      : `the model is gated${words}; accept its terms on its page and set HF_TOKEN to a token of that account`;
  }
  if (code === 'RevisionNotFound')
    return 'there is no such revision; give a branch, tag or commit after the @';
  if (code === 'EntryNotFound') return `there is no ${showUrl(url)}; the model lacks a file that is needed`;
  if (status === 401 || status === 403) {
    return withToken
      ? `the server answered ${status}${words}; check that HF_TOKEN is valid and may read this model`
      : `the server answered ${status}${words}: the model does not exist, is private or is gated; check its name, or set HF_TOKEN`;
  }
  if (status === 404 || status === 410)
    return `there is no ${showUrl(url)} (${status}); check the name of the model`;
  return `expected ${showUrl(url)}, received status ${status}${words}; check the address`;
}
