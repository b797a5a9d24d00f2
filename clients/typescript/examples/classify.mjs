#!/usr/bin/env node
// Classifies files with a server: node examples/classify.mjs http://127.0.0.1:3000 frog.jpg owl.jpg
// A key, where the server asks for one, comes from the variable TETRAPOD_API_KEY.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Tetrapod, TetrapodError } from 'tetrapod-client';

const [url, ...files] = process.argv.slice(2);
const { TETRAPOD_API_KEY: apiKey } = process.env;

try {
  const tetrapod = new Tetrapod(url, apiKey ? { apiKey } : {});
  const items = await Promise.all(
    files.map(async (file) => ({ id: basename(file), picture: await readFile(file) })),
  );
  for (const { id, predictions, problem } of await tetrapod.classifyBatch(items, { topK: 1 })) {
    if (problem) console.log(`${id}: ${problem.code}`);
    else console.log(`${id}: ${predictions[0]?.label ?? 'none of the labels'}`);
  }
} catch (error) {
  if (!(error instanceof TetrapodError)) throw error;
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
}
