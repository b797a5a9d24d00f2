import { PROBLEMS, type ErrorCode } from '../../src/errors.js';
import type { Block } from '../documents/blocks.js';

interface Problem {
  code: string;
  status: number;
  [field: string]: unknown;
}

/** Problems of a running server, which the examples of docs/errors.md have to be like. */
export class DocumentedProblems {
  private readonly met = new Map<string, Set<string>>();
  private readonly examples: Map<string, Problem>;

  /** @param blocks with a problem each */
  constructor(blocks: readonly Block[]) {
    const problems = blocks.map(({ text }) => JSON.parse(text) as Problem);
    this.examples = new Map(problems.map((problem) => [problem.code, problem]));
  }

  meet(body: Buffer): void {
    const problem = JSON.parse(body.toString()) as Problem;
    const shapes = this.met.get(problem.code) ?? new Set();
    this.met.set(problem.code, shapes.add(shapeOf(problem)));
  }

  /** Codes without an example, and examples that no answer was like but for numbers, names and the request's id. */
  unlike(): string[] {
    return (Object.keys(PROBLEMS) as ErrorCode[]).flatMap((code) => {
      const example = this.examples.get(code);
      const shapes = [...(this.met.get(code) ?? [])];
      if (!example) return `${code}: expected an example, found none`;
      if (shapes.includes(shapeOf(example))) return [];
      return `${code}: expected one of\n${shapes.join('\n')}\nfound\n${shapeOf(example)}`;
    });
  }
}

/** Without what differs from one request to the next. */
function shapeOf({ request_id: requestId, ...problem }: Problem): string {
  const text = JSON.stringify(problem, (_name, value: unknown) => (typeof value === 'number' ? 0 : value));
  return `${typeof requestId} ${problem.status} ${text.replace(/\d+(\.\d+)*/g, '0')}`;
}
