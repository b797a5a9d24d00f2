import type { InferenceTarget } from '../config/inference-url.js';
import { shutOut } from './finding.js';
import {
  readContract,
  UpstreamMismatch,
  type Expectation,
  type UpstreamContract,
} from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';
import type { UpstreamHttp } from './upstream-http.js';

const TIMEOUT_MS = 2000;
const LONGEST_METADATA = 1024 * 1024;
/** An infer request that no model answers, and that only a server reads that lets us in. */
const NOTHING_ASKED = Buffer.from('{"inputs":[]}');

/** What the upstream is asked about itself: whether it is ready, what its model takes and gives, whether it lets us in. */
export class UpstreamProbe {
  /**
   * @param http for probes alone
   * @param expectation what the model that is served here takes and gives
   */
  constructor(
    private readonly http: Pick<UpstreamHttp, 'send'>,
    private readonly target: InferenceTarget,
    private readonly expectation: () => Expectation,
  ) {}

  /** @throws UpstreamFault where it, or its model, is not ready */
  async checkReady(): Promise<void> {
    await this.get(`${this.target.modelPath}/ready`);
  }

  /**
   * Reads its metadata.
   * @throws UpstreamMismatch where its model is not the one that is served here; UpstreamFault
   */
  async readContract(): Promise<UpstreamContract> {
    const server = await this.json(this.target.serverPath).catch(noExtensions);
    const model = await this.json(this.target.modelPath);
    return readContract(server, model, this.expectation());
  }

  /**
   * Health and metadata may be open to all while inferences are not. Where it has read what it was asked, it may think of
   * it what it likes.
   * @throws UpstreamMismatch where it refuses every inference; UpstreamFault
   */
  async askToBeLetIn(): Promise<void> {
    const path = `${this.target.modelPath}/infer`;
    try {
      await this.http.send({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: NOTHING_ASKED,
        timeoutMs: TIMEOUT_MS,
        longest: LONGEST_METADATA,
      });
    } catch (error) {
      if (!(error instanceof UpstreamFault) || error.status === undefined) throw error;
      if (error.isShutOut) throw shutOut(error, `POST ${path}`);
    }
  }

  private async json(path: string): Promise<unknown> {
    const text = (await this.get(path)).toString();
    try {
      return JSON.parse(text);
    } catch {
      throw new UpstreamMismatch(`JSON from GET ${path}`, `${text.length} characters of something else`);
    }
  }

  private async get(path: string): Promise<Buffer> {
    const { body } = await this.http.send({
      method: 'GET',
      path,
      timeoutMs: TIMEOUT_MS,
      longest: LONGEST_METADATA,
    });
    return body;
  }
}

/** A gateway may pass on models alone. */
function noExtensions(error: unknown): object {
  if (error instanceof UpstreamFault && error.status === 404) return {};
  throw error;
}
