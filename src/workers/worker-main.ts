import 'reflect-metadata';
import { constants, setPriority } from 'node:os';
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppConfig } from '../config/app-config.js';
import { ConfigModule } from '../config/config.module.js';
import { DrawingModule } from '../drawing/drawing.module.js';
import { drawHeat } from '../drawing/heat-map.js';
import { PngEncoder } from '../drawing/png-encoder.js';
import { AppError } from '../errors.js';
import { PinoLogger } from '../logging/pino-logger.js';
import { ModelError } from '../model/model-error.js';
import type { Scored } from '../pipeline/classifier.js';
import { parseNumbers } from '../pipeline/json-numbers.js';
import { PipelineModule } from '../pipeline/pipeline.module.js';
import { PipelineService } from '../pipeline/pipeline.service.js';
import { outputSize } from '../preprocessing/preprocessing-spec.js';
import { decodeDrawing } from './drawing-frame.js';
import { JobChannel, type Job } from './job-channel.js';
import { machineNow } from './machine-clock.js';
import { encodeResult } from './result-frame.js';

const JOBS_BETWEEN_TURNS = 16;

@Module({ imports: [ConfigModule, PipelineModule, DrawingModule] })
class WorkerModule {}

/** What a worker works with. */
interface Tools {
  pipeline: PipelineService;
  png: PngEncoder;
}

/** A worker: loads the pipeline, proves it, and classifies one picture after another until the server is gone. */
async function work(channel: JobChannel): Promise<void> {
  let tools: Tools;
  try {
    tools = await assemble();
  } catch (error) {
    const { message } = error as Error;
    channel.sendJson('unfit', 0, { isModelError: error instanceof ModelError, message });
    return;
  }
  // Where the cores are all busy, the server goes first: it is done in a moment, and probes and clients wait for it.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  channel.sendJson('ready', 0, tools.pipeline.model);
  for (let job = channel.receive(); job; job = channel.receive()) {
    await answer(channel, tools, job);
    // V8 and libraries have work for the event loop, such as the end of a garbage collection; it would wait for ever.
    if (job.id % JOBS_BETWEEN_TURNS === 0) await turnOfEventLoop();
  }
}

async function assemble(): Promise<Tools> {
  const context = await NestFactory.createApplicationContext(WorkerModule, {
    logger: new PinoLogger(AppConfig.fromEnvironment(process.env)),
    abortOnError: false,
  });
  return {
    pipeline: context.get(PipelineService, { strict: false }),
    png: context.get(PngEncoder, { strict: false }),
  };
}

async function answer(channel: JobChannel, tools: Tools, job: Job): Promise<void> {
  try {
    channel.send('result', job.id, await perform(tools, job));
  } catch (error) {
    const { message, stack } = error as Error;
    if (error instanceof AppError) channel.sendJson('problem', job.id, { code: error.code, message });
    else channel.sendJson('failure', job.id, { message, stack });
  }
}

async function perform({ pipeline, png }: Tools, { task, bytes }: Job): Promise<Buffer> {
  const { action, encoding } = task;
  const startedAt = machineNow();
  switch (action) {
    case 'classify':
      return encodeScored(await pipeline.classify({ bytes, encoding }), startedAt);
    case 'infer':
      return encodeScored(await pipeline.infer(bytes), startedAt);
    case 'prepare':
      return encodeResult({ ...(await pipeline.prepare({ bytes, encoding }, task)), startedAt });
    case 'view':
      return encodeResult({ ...(await pipeline.view({ bytes, encoding })), startedAt });
    case 'draw': {
      const { pixels, heat } = decodeDrawing(bytes);
      const view = { ...outputSize(pipeline.model.preprocessing)!, data: pixels };
      return encodeResult({ tensor: await png.encode(heat ? drawHeat(view, heat) : view), startedAt });
    }
    case 'parse_numbers': {
      const { elements, axes } = parseNumbers(bytes, task.dataType);
      return encodeResult({ tensor: elements, axes });
    }
  }
}

function encodeScored({ scores, output, timings, facts }: Scored, startedAt: number): Buffer {
  const confidences = scores.map(({ confidence }) => confidence);
  return encodeResult({ confidences, output, timings, facts, startedAt });
}

// The server decides when its workers end, and says so by closing the socket. A signal to the whole process group or
// container must not end them while requests are answered.
process.on('SIGTERM', () => undefined);
process.on('SIGINT', () => undefined);

try {
  await work(new JobChannel());
} finally {
  // Reading the socket of a server that was killed fails; there is nobody left to hear of it.
  process.exit(0);
}
