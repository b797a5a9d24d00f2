import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestOf } from '../../../scripts/models/model-folder.js';
import { modelPath } from '../../support/tiny-models.js';
import { nameOf, type Block } from '../blocks.js';
import { printedBy } from '../checks/printed.js';
import type { Plan } from '../plan.js';
import type { Session } from '../running/session.js';
import { imagenetModel, write } from './prepare.js';

const MODEL = 'path/to/my-model';

/** The folder has what the block shows, the server takes it, and nothing in it is left out. */
async function isTheFolder(block: Block, session: Session): Promise<void> {
  const [, ...lines] = block.text.trimEnd().split('\n');
  const files = lines.map((line) => line.trim().split(/\s/)[0]!);
  const missing = files.filter((file) => !existsSync(join(session.checkout, MODEL, file)));
  if (missing.length > 0)
    throw new Error(`${nameOf(block)}: a model folder has no ${missing.join(' and no ')}`);
  await printedBy(`npx tetrapod inspect ${MODEL}`, { output: { excerpt: true } })(
    { ...block, text: '...' },
    session,
  );
}

async function poolsClasses(block: Block, session: Session): Promise<void> {
  imagenetModel(session, 'imagenet');
  write(session, { 'groups.json': block.text });
  const labels = Object.keys(JSON.parse(block.text) as object).join(', ');
  const check = printedBy('npx tetrapod inspect imagenet --label-groups groups.json', {
    output: { excerpt: true },
  });
  await check({ ...block, language: '', text: `...${labels}...` }, session);
}

export const models: Plan = {
  prepare: (session) => {
    const folder = join(session.checkout, MODEL);
    cpSync(modelPath('label-groups'), folder, { recursive: true });
    const files = ['config.json', 'preprocessor_config.json', 'onnx/model.onnx', 'label_groups.json'];
    const contents = files.map((file): [string, Buffer] => [file, readFileSync(join(folder, file))]);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifestOf(new Map(contents))));
    cpSync(modelPath('nhwc'), join(session.checkout, 'wrong'), { recursive: true });
    const wrong = join(session.checkout, 'wrong/preprocessor_config.json');
    writeFileSync(wrong, readFileSync(wrong, 'utf8').replace(/"resample": *\d/, '"resample": 7'));
  },
  rules: [
    { having: 'my-model/\n', check: isTheFolder },
    { having: '"Mammal"', check: poolsClasses },
    {
      having: 'resample: expected',
      check: printedBy('MODEL=wrong npm start', { exit: 1, output: { excerpt: true } }),
    },
  ],
};
