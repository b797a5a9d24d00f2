import type { Command } from 'commander';
import { expectModelFolder } from '../expect-file.js';
import { withHelp } from '../help.js';

export function registerInspect(program: Command): void {
  withHelp(program.command('inspect'), {
    examples: [
      'tetrapod inspect models/resnet-50',
      'tetrapod inspect models/resnet-50 --json',
      'tetrapod inspect models/resnet-50 --label-groups imagenet-tetrapods',
    ],
    note: 'Reads the folder, loads the graph and runs it once, as the server does at its\nstart, and shows what it has understood: docs/models.md',
    exitCodes: '0 can be served, 1 cannot be served, 2 wrong usage',
  })
    .description('Show what the server understands of a model folder.')
    .argument('<folder>', 'a folder of the layout of the Hugging Face Hub')
    .option('--json', 'one JSON object for programs')
    .option('--label-groups <file>', 'pool the classes by this table (LABEL_GROUPS)')
    .action(async (folder: string, { json, labelGroups }: { json?: boolean; labelGroups?: string }) => {
      await expectModelFolder(folder);
      const { inspectModel, toLines } = await import('./inspect-model.js');
      const report = await inspectModel(folder, labelGroups);
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : toLines(report));
    });
}
