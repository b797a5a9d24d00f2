import type { Plan } from '../plan.js';
import type { Step } from '../steps.js';
import type { House } from './house.js';
import { Session } from './session.js';

/** As many documents are read at a time. */
const AT_A_TIME = 3;

/** One document that is read from its first block to its last, while others are read beside it. */
export class Reading {
  /** What went wrong at the end; undefined where nothing did. */
  readonly finished: Promise<Error | undefined>;
  private readonly outcomes: Map<Step, PromiseWithResolvers<Error | undefined>>;
  private readonly end = withResolvers<Error | undefined>();

  constructor(
    private readonly house: House,
    readonly document: string,
    private readonly plan: Plan,
    readonly steps: readonly Step[],
  ) {
    this.outcomes = new Map(steps.map((step) => [step, withResolvers<Error | undefined>()]));
    this.finished = this.end.promise;
  }

  /** Reads them, a few at a time, those with the most blocks first. */
  static startAll(readings: readonly Reading[]): void {
    const left = [...readings].sort((a, b) => b.steps.length - a.steps.length);
    const readOn = async () => {
      for (let next = left.shift(); next; next = left.shift()) await next.read();
    };
    for (let i = 0; i < AT_A_TIME; i++) void readOn();
  }

  /** @throws Error that says what is wrong with a block */
  async outcomeOf(step: Step): Promise<void> {
    const error = await this.outcomes.get(step)!.promise;
    if (error) throw error;
  }

  private async read(): Promise<void> {
    let session: Session | undefined;
    let failure: Error | undefined;
    try {
      session = await Session.open(this.house, this.plan);
    } catch (error) {
      failure = error as Error;
    }
    for (const step of this.steps) {
      const outcome = session ? await failureOf(step.run(session)) : failure;
      this.outcomes.get(step)!.resolve(outcome);
    }
    this.end.resolve(session ? await failureOf(session.close()) : failure);
  }
}

async function failureOf(work: Promise<void>): Promise<Error | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
}

/** Promise.withResolvers is of a later Node. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
