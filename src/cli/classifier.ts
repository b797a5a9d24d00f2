import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppConfig } from '../config/app-config.js';
import { ConfigModule } from '../config/config.module.js';
import { ModelProvider } from '../model/model.provider.js';
import { PipelineModule } from '../pipeline/pipeline.module.js';
import type { Scored } from '../pipeline/classifier.js';
import { PipelineService } from '../pipeline/pipeline.service.js';
import { StderrLogger } from './stderr-logger.js';

@Module({ imports: [ConfigModule, PipelineModule] })
class ClassifierModule {}

/** The pipeline of the server without the server. */
export interface Classifier {
  readonly labels: readonly string[];
  /** @throws AppError `image_empty`, `unsupported_image_format`, `image_too_large`, `image_corrupt` */
  classify: (bytes: Uint8Array) => Promise<Scored>;
  close: () => Promise<void>;
}

/**
 * Loads the model and proves it by its golden picture, as the server does before it takes requests.
 *
 * @param model goes before the environment variable MODEL
 * @throws what would keep the server from starting: a wrong setting, a model that does not load, a failed self-test
 */
export async function openClassifier(model?: string): Promise<Classifier> {
  if (model !== undefined) process.env.MODEL = model;
  // The command line has no server that could ask another one: it runs the graph itself.
  delete process.env.INFERENCE_URL;
  const { LOG_LEVEL } = AppConfig.fromEnvironment(process.env);
  const context = await NestFactory.createApplicationContext(ClassifierModule, {
    logger: new StderrLogger(LOG_LEVEL),
    abortOnError: false,
  });
  const pipeline = context.get(PipelineService, { strict: false });
  return {
    labels: context.get(ModelProvider, { strict: false }).labels,
    classify: (bytes) => pipeline.classify({ bytes, encoding: 'binary' }),
    close: () => context.close(),
  };
}
