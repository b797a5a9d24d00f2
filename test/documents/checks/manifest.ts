import { checkTexts } from '../../../scripts/manifests/check.js';
import { nameOf, type Block } from '../blocks.js';

/** Whether it is an object of Kubernetes. */
export function hasKind({ text }: Block): boolean {
  return /^apiVersion:/m.test(text) && /^kind:/m.test(text);
}

/** By the schema of its kind, and without a field that the kind does not have. */
export async function validManifest(block: Block): Promise<void> {
  const { findings, passed } = await checkTexts(new Map([[nameOf(block), block.text]]));
  const [first] = findings;
  if (first)
    throw new Error(`${first.file}: ${first.object}: expected ${first.expected}, found ${first.found}`);
  if (passed === 0) throw new Error(`${nameOf(block)}: expected an object, found none`);
}
