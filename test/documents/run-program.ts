import { nameOf, type Block } from './blocks.js';
import { expectOutput } from './compare/output.js';
import { textDifference } from './compare/text.js';
import type { Rule } from './plan.js';
import type { Session } from './running/session.js';

/**
 * Runs a block as it stands, and compares what it prints with the output below it.
 * @throws Error that names the block and says what is wrong
 */
export async function runProgram(session: Session, block: Block, rule: Rule, output?: Block): Promise<void> {
  if (block.language === 'console') {
    await runConsole(session, block, rule);
    return;
  }
  const ended = await session.run(block, rule);
  const expected = rule.exit ?? 0;
  if (ended.code !== expected) {
    throw new Error(
      `${nameOf(block)}: expected the exit code ${expected}, received ${ended.code}:\n${ended.stdout}${ended.stderr}`,
    );
  }
  const printed = session.addresses.asDocumented(ended.stdout);
  if (output) expectOutput(output, printed, rule);
  await rule.afterwards?.(session, printed);
}

/** Each line that begins with `$ ` is a command; what stands below it is all that it prints, on both streams. */
async function runConsole(session: Session, block: Block, rule: Rule): Promise<void> {
  for (const part of block.text.split(/^(?=\$ )/m)) {
    const [, command, shown] = /^\$ (.*(?:\\\n.*)*)\n([^]*)$/.exec(part) ?? [];
    if (command === undefined)
      throw new Error(`${nameOf(block)}: expected lines that begin with "$ " and what they print`);
    const { code, stdout, stderr } = await session.run(
      { ...block, language: 'sh', text: `${command}\n` },
      rule,
    );
    if (rule.exit !== undefined && code !== rule.exit) {
      throw new Error(
        `${nameOf(block)}: expected the exit code ${rule.exit}, received ${code}:\n${stdout}${stderr}`,
      );
    }
    const difference = textDifference(shown!, session.addresses.asDocumented(stdout + stderr), rule.output);
    if (difference !== undefined) throw new Error(`${nameOf(block)}: $ ${command}\n${difference}`);
  }
}
