import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { buildOpenApi } from './document.js';

/** Writes the OpenAPI document to the file that is named: `node dist/openapi/write.js docs/openapi.json`. */
const [file = 'docs/openapi.json'] = process.argv.slice(2);
const app = await NestFactory.create(AppModule, { logger: false });
await writeFile(file, `${JSON.stringify(buildOpenApi(app), null, 2)}\n`);
await app.close();
