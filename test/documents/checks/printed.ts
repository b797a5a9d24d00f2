import { nameOf } from '../blocks.js';
import { expectOutput } from '../compare/output.js';
import type { Check, Rule } from '../plan.js';

/** The block is what a command prints, on both streams, that the text before it only speaks of. */
export const printedBy =
  (command: string, rule: Rule = {}): Check =>
  async (block, session) => {
    const { code, stdout, stderr } = await session.run(
      { ...block, language: 'sh', text: `${command}\n` },
      rule,
    );
    if (code !== (rule.exit ?? 0)) {
      throw new Error(
        `${nameOf(block)}: expected the exit code ${rule.exit ?? 0} of ${command}, received ${code}:\n${stdout}${stderr}`,
      );
    }
    expectOutput(
      block,
      session.addresses.asDocumented(block.language === 'json' ? stdout : stdout + stderr),
      rule,
    );
  };
