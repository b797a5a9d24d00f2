import { nameOf, type Block } from './blocks.js';
import { checksByLanguage } from './checks/by-language.js';
import { ruleFor, type Plan, type Rule } from './plan.js';
import { runProgram } from './run-program.js';
import type { Session } from './running/session.js';

const PROGRAMS = ['sh', 'bash', 'console', 'python', 'ts', 'js'];
const OUTPUTS = ['', 'text', 'json', 'csv'];

/** One thing that a test does for a block. */
export interface Step {
  name: string;
  block: Block;
  /** The output that it is compared with as well. */
  output?: Block;
  run: (session: Session) => Promise<void>;
}

export interface Steps {
  steps: Step[];
  /** Blocks that another spec runs. */
  elsewhere: { block: Block; spec: string }[];
  /** Names of blocks that nothing runs. */
  untested: string[];
}

/**
 * What is done for the blocks of a document, in their order: programs are run and compared with the next output below
 * the same heading, if there is one; the others are checked by their language, or as the plan says.
 */
export function stepsOf(blocks: readonly Block[], plan: Plan): Steps {
  const rules = new Map(blocks.map((block) => [block, ruleFor(plan, block)]));
  const found: Steps = { steps: [], elsewhere: [], untested: [] };
  const outputs = new Set<Block>();
  blocks.forEach((block, index) => {
    const rule = rules.get(block)!;
    const step = (run: Step['run'], output?: Block) => {
      found.steps.push({ name: nameOf(block), block, run, ...(output && { output }) });
    };
    const byLanguage = checksByLanguage[block.language];
    if (rule.elsewhere !== undefined) found.elsewhere.push({ block, spec: rule.elsewhere });
    else if (rule.check) step(async (session) => rule.check!(block, session));
    else if (PROGRAMS.includes(block.language)) {
      const output = outputOf(blocks.slice(index), rules);
      if (output) outputs.add(output);
      step((session) => runProgram(session, block, rule, output), output);
    } else if (outputs.has(block)) return;
    else if (byLanguage?.isFor(block) === true) step(async (session) => byLanguage.check(block, session));
    else found.untested.push(nameOf(block));
  });
  return found;
}

/** The next output below the same heading, with only programs of other languages between. */
function outputOf([program, ...rest]: readonly Block[], rules: Map<Block, Rule>): Block | undefined {
  if (program!.language === 'console') return undefined;
  const isOther = (block: Block) =>
    rules.get(block)!.check !== undefined || rules.get(block)!.elsewhere !== undefined;
  const next = rest.find((block) => !PROGRAMS.includes(block.language) || block.heading !== program!.heading);
  if (next?.heading !== program!.heading || !OUTPUTS.includes(next.language) || isOther(next)) {
    return undefined;
  }
  const between = rest.slice(0, rest.indexOf(next));
  return between.some(({ language }) => language === program!.language) ? undefined : next;
}
