import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { EncodedPicture } from '../decoding/encoded-picture.js';
import { AppError } from '../errors.js';
import { confidencesOf } from '../model/confidences.js';
import { ModelError } from '../model/model-error.js';
import {
  Classifier,
  labelScores,
  type Deadline,
  type Scored,
  type ServedModel,
} from '../pipeline/classifier.js';
import { tensorOf } from '../pipeline/tensor-bytes.js';
import { WorkerPool, type Prepared } from '../workers/worker-pool.js';
import { INPUT_DATATYPES } from './datatypes.js';
import type { UpstreamContract } from './upstream-contract.js';
import { toProblemOf, UpstreamFault } from './upstream-fault.js';
import { Upstream } from './upstream.js';

/**
 * Classifies with a graph that another server runs (INFERENCE_URL): workers decode and prepare the pictures, their tensors
 * go to that server, and labels come from the model that is served here.
 */
@Injectable()
export class RemoteClassifier extends Classifier {
  constructor(
    private readonly config: AppConfig,
    private readonly workers: WorkerPool,
    private readonly upstream: Upstream,
  ) {
    super();
  }

  /** What the workers take, and beside it a batch that is under way and the next one, which fills meanwhile. */
  override get concurrency(): number {
    return this.workers.concurrency + 2 * this.config.BATCH_MAX_SIZE;
  }

  override get isSettled(): boolean {
    return this.upstream.contract !== undefined;
  }

  /** The names and the form of the graph are the upstream's, as soon as it has told them. */
  override get model(): ServedModel {
    const { card, labels, preprocessing, graph } = this.workers.model;
    const { target, contract } = this.upstream;
    return {
      card: {
        name: card.name,
        version: target.version ?? contract?.version ?? 'unknown',
        kind: 'remote',
        description: `${card.description.replace(/\.$/, '')}; answered by the inference server ${target.host}, model ${target.model}`,
      },
      labels,
      preprocessing: contract ? { ...preprocessing, ...formOf(contract) } : preprocessing,
      graph: contract ? { ...graph, input: contract.input.name, output: contract.output.name } : graph,
    };
  }

  /** @throws AppError also `upstream_failed`, `upstream_timeout` and, where too many pictures wait for it, `overloaded` */
  override async classify(picture: EncodedPicture, deadline?: Deadline): Promise<Scored> {
    // Before work is done that would be for nothing.
    const contract = this.requireContract();
    this.requireRoom();
    const prepared = await this.workers.prepare(picture, formOf(contract), deadline);
    return this.score(contract, prepared, deadline);
  }

  override async infer(tensor: Uint8Array, deadline?: Deadline): Promise<Scored> {
    // What is no picture's tensor is refused here, as a worker would, and spoils no batch.
    tensorOf(tensor, this.model.preprocessing);
    const contract = this.requireContract();
    this.requireRoom();
    return this.score(contract, { tensor, timings: {} }, deadline);
  }

  private async score(
    contract: UpstreamContract,
    { tensor, timings, facts, workedOn }: Pick<Prepared, 'tensor' | 'timings'> & Partial<Prepared>,
    deadline: Deadline | undefined,
  ): Promise<Scored> {
    const { labels, graph } = this.workers.model;
    const start = performance.now();
    try {
      const output = await this.upstream.batcher.add(contract, tensor, {
        expiresAt: deadline?.expiresAt ?? Infinity,
        signal: deadline?.signal,
        trace: deadline?.trace,
        givesWay: deadline?.givesWay,
      });
      const scores = labelScores(labels, confidencesOf(output, graph));
      return {
        ...{ scores, output, facts, workedOn },
        timings: { ...timings, inference: performance.now() - start },
      };
    } catch (error) {
      throw this.toProblem(error);
    }
  }

  private toProblem(error: unknown): unknown {
    const { target } = this.upstream;
    if (error instanceof UpstreamFault) return toProblemOf(target, error);
    if (!(error instanceof ModelError)) return error;
    const received = 'received scores that are no probabilities, though config.json says that they are';
    return toProblemOf(target, new UpstreamFault('wrong', received, { cause: error }));
  }

  private requireContract(): UpstreamContract {
    const { contract, target, refusal } = this.upstream;
    if (refusal) throw toProblemOf(target, refusal);
    if (contract) return contract;
    throw toProblemOf(
      target,
      new UpstreamFault('unfit', 'but it has not been found to have the right model yet'),
    );
  }

  /** Each picture that waits holds a tensor. */
  private requireRoom(): void {
    const { QUEUE_MAX } = this.config;
    if (this.upstream.batcher.length < QUEUE_MAX) return;
    throw new AppError(
      'overloaded',
      `expected room in the queue for the inference server, but all ${QUEUE_MAX} places (QUEUE_MAX) are taken; send it ` +
        'once more in 1 s',
      { headers: { 'Retry-After': '1' } },
    );
  }
}

function formOf({ input }: UpstreamContract) {
  return { layout: input.layout, dataType: INPUT_DATATYPES[input.datatype] };
}
