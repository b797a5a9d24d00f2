import { nameOf, type Block } from '../blocks.js';
import { jsonDifferences } from './json.js';
import { textDifference, type TextRules } from './text.js';

export interface OutputRules {
  output?: TextRules;
  varies?: readonly string[];
}

/** @throws Error where a block of JSON or text is not what was printed */
export function expectOutput(block: Block, printed: string, { output, varies }: OutputRules): void {
  const differences =
    block.language === 'json'
      ? valuesIn(printed, block).flatMap((value) => jsonDifferences(JSON.parse(block.text), value, varies))
      : [textDifference(block.text, printed, output)].filter((each) => each !== undefined);
  if (differences.length > 0) throw new Error(`${nameOf(block)}: ${differences.join('\n')}`);
}

/** One JSON value, or several that commands have printed one behind the other without anything between. */
function valuesIn(text: string, block: Block): unknown[] {
  try {
    return text
      .trim()
      .split(/(?<=\})\s*(?=\{)/)
      .map((value) => JSON.parse(value) as unknown);
  } catch {
    throw new Error(`${nameOf(block)}: expected JSON, received\n${text}`);
  }
}
