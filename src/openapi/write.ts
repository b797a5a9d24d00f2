import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { AppConfig } from '../config/app-config.js';
import { WorkerLauncher } from '../workers/worker-launcher.js';
import { buildOpenApi } from './document.js';

/** Writes the OpenAPI document to the file that is named: `node dist/openapi/write.js docs/openapi.json`. */
const [file = 'docs/openapi.json'] = process.argv.slice(2);
// Nothing is started: the document says what the server would answer.
const launcher = new WorkerLauncher(AppConfig.fromEnvironment({}));
const app = await NestFactory.create(AppModule.with(launcher), { logger: false });
await writeFile(file, `${JSON.stringify(buildOpenApi(app), null, 2)}\n`);
await app.close();
