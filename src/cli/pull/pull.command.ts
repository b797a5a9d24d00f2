import { relative } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { withHelp } from '../help.js';
import { watchForInterruption } from '../interruption.js';
import { parseByteSize, showBytes } from './byte-size.js';
import { DEFAULT_MAX_BYTES, pullModel } from './pull-model.js';
import { pullProgress } from './pull-progress.js';

interface PullFlags {
  into?: string;
  name?: string;
  file?: string;
  force?: boolean;
  reuse?: boolean;
  maxBytes?: number;
  allowHttp?: boolean;
  quiet?: boolean;
}

/** Adds `tetrapod pull`. It rejects with a `PullError`; the exit code is the caller's. */
export function registerPull(program: Command): void {
  withHelp(program.command('pull'), {
    examples: [
      'tetrapod pull Xenova/resnet-50',
      'tetrapod pull Xenova/vit-base-patch16-224@main --name vit',
      'HF_TOKEN=hf_... tetrapod pull me/private --file onnx/model_fp16.onnx',
    ],
    note: 'HF_ENDPOINT names another Hub. The same command again resumes what was stopped.',
    exitCodes: '0 fine, 1 not downloaded, 2 wrong usage, 130 Ctrl-C',
  })
    .description('Download a model folder from the Hugging Face Hub or the web.')
    .argument('<model>', 'OWNER/NAME[@REVISION], or the https address of a folder')
    .option('--into <dir>', 'the models folder (default: MODELS_DIR, or ./models)')
    .option('--name <name>', "the model's folder (default: the last part of its name)")
    .option('--file <path>', 'another .onnx file, such as onnx/model_quantized.onnx')
    .option('--force', 'replace a folder of that name')
    .addOption(
      new Option('--reuse', 'keep a folder that is this model, whole; replace others').conflicts('force'),
    )
    .option(
      '--max-bytes <size>',
      `the largest download, such as 500MB (default: ${showBytes(DEFAULT_MAX_BYTES)})`,
      size,
    )
    .option('--allow-http', 'accept http: anybody on the way can then change the model')
    .option('--quiet', 'no progress')
    .action(async (model: string, flags: PullFlags, command: Command) => {
      const { HF_ENDPOINT, HF_TOKEN, MODELS_DIR } = process.env;
      const progress = pullProgress(process.stderr, flags.quiet ?? false);
      const interruption = watchForInterruption();
      const pulled = pullModel(
        {
          model,
          into: flags.into ?? given(MODELS_DIR) ?? './models',
          name: flags.name,
          onnxFile: flags.file,
          force: flags.force,
          reuse: flags.reuse,
          maxBytes: flags.maxBytes ?? DEFAULT_MAX_BYTES,
          allowHttp: flags.allowHttp,
          endpoint: given(HF_ENDPOINT),
          token: HF_TOKEN,
        },
        progress,
      ).finally(interruption.forget);
      const result = await Promise.race([pulled, interruption.aborted]);
      if (!result) {
        // What goes on in the background ends with the process; whatever it leaves, the next pull goes on with.
        progress.end();
        process.stderr.write(
          'tetrapod: interrupted; run the same command again, it goes on where this one stopped\n',
        );
        process.exitCode = interruption.exitCode();
        return;
      }
      const { folder, name, reused } = result;
      command
        .configureOutput()
        .writeOut?.(
          `${name} is in ${folder}${reused ? ' already, every file as it was pulled' : ''}. Serve it:\nMODEL=${relative('.', folder)} npm start\n`,
        );
    });
}

/** An empty variable is one that is not set. */
function given(variable: string | undefined): string | undefined {
  return variable === '' ? undefined : variable;
}

function size(text: string): number {
  const bytes = parseByteSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('expected a size such as 500MB, 4GiB or 1000000');
  return bytes;
}
