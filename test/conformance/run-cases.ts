import type { ConformanceCase } from './case.js';
import { NotApplicable } from './judge.js';
import type { Subject } from './subject.js';

/** How a case ended. A `should` that the server does not keep is a remark, everything else that it does not keep a failure. */
export type Verdict = 'pass' | 'fail' | 'remark' | 'not applicable';

export interface CaseResult {
  id: string;
  title: string;
  spec: string;
  strength: ConformanceCase['strength'];
  verdict: Verdict;
  /** What was expected and what came, or why the case does not apply; absent where it passed. */
  reason?: string;
}

/** Runs cases one after the other, each whatever became of those before. */
export async function runCases(subject: Subject, cases: readonly ConformanceCase[]): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { id, title, spec, strength, run } of cases) {
    const described = { id, title, spec, strength };
    try {
      await run(subject);
      results.push({ ...described, verdict: 'pass' });
    } catch (error) {
      const unmet = strength === 'should' ? 'remark' : 'fail';
      const verdict = error instanceof NotApplicable ? 'not applicable' : unmet;
      results.push({ ...described, verdict, reason: (error as Error).message });
    }
  }
  return results;
}

/** Whether a server has failed; by `isStrict` remarks count as well. */
export const hasFailed = (results: readonly CaseResult[], isStrict: boolean): boolean =>
  results.some(({ verdict }) => verdict === 'fail' || (isStrict && verdict === 'remark'));
