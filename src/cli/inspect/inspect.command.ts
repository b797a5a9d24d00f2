import type { Command } from 'commander';

const AFTER = `
Examples:
  $ tetrapod inspect models/my-model
  $ tetrapod inspect models/my-model --json

Reads the folder, loads the graph and runs it once, as the server does at its
start, and shows what it has understood: docs/models.md
Exit codes: 0 can be served, 1 cannot, 2 wrong usage`;

export function registerInspect(program: Command): void {
  program
    .command('inspect')
    .description('Show what the server understands of a model folder.')
    .argument('<folder>', 'a folder of the layout of the Hugging Face Hub')
    .option('--json', 'one JSON object for programs')
    .option('--label-groups <file>', 'pool the classes by this table (LABEL_GROUPS)')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', AFTER)
    .action(async (folder: string, { json, labelGroups }: { json?: boolean; labelGroups?: string }) => {
      const { inspectModel, toLines } = await import('./inspect-model.js');
      const report = await inspectModel(folder, labelGroups);
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : toLines(report));
    });
}
