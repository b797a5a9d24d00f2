import type { Block } from './blocks.js';
import type { TextRules } from './compare/text.js';
import type { House, ServerName } from './running/house.js';
import type { Session } from './running/session.js';

/** Proves a block that is no program; throws where it is wrong. */
export type Check = (block: Block, session: Session) => Promise<void> | void;

/** What differs from the usual way for some blocks of a document. What a rule leaves out is as usual. */
export interface Rule {
  /** The blocks below this heading; left out: below any. */
  under?: string;
  /** The blocks of this language. */
  language?: string;
  /** The blocks that have this text in them. */
  having?: string;

  /** What the reader has to fill in, or what would take too long, and what stands for it. */
  replace?: Record<string, string> | ((house: House) => Record<string, string>);
  /** Environment variables that the reader would have set. */
  env?: Record<string, string>;
  /** The exit code, where it is not 0. */
  exit?: number;
  /** Which of the shared servers is at port 3000, in place of one that the document has started. */
  server?: ServerName;
  /** How what it prints is compared; for a program and for the output behind it alike. */
  output?: TextRules;
  /** Fields of JSON that differ from run to run, beyond those that always do. */
  varies?: readonly string[];
  /** Looks at the session after a program has run. */
  afterwards?: (session: Session, printed: string) => Promise<void> | void;
  /** Proves it in place of running it. */
  check?: Check;
  /** The spec that runs it, by `blocksUnder(document, heading)` or `readBlocks(document)`. */
  elsewhere?: string;
}

/** How the blocks of one document are run, where the usual way does not do. */
export interface Plan {
  /** Files and folders of the checkout that its commands write to, beyond docs and deploy. */
  copies?: readonly string[];
  /** What stands for addresses and other texts that its programs name. */
  addresses?: (house: House) => Promise<Record<string, string>> | Record<string, string>;
  /** Makes what the reader is supposed to have, in the checkout. */
  prepare?: (session: Session) => Promise<void> | void;
  rules?: readonly Rule[];
}

export function isFor({ under, language, having }: Rule, block: Block): boolean {
  return (
    (under === undefined || block.heading === under) &&
    (language === undefined || block.language === language) &&
    (having === undefined || block.text.includes(having))
  );
}

/** All rules for a block as one; of two that say the same thing the later counts. */
export function ruleFor(plan: Plan, block: Block): Rule {
  return Object.assign({}, ...(plan.rules ?? []).filter((rule) => isFor(rule, block))) as Rule;
}
