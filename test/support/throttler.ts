import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';

/**
 * What jest.config.mjs puts in the place of `@nestjs/throttler`: the very package, loaded in another way. It is CommonJS
 * and requires Nest's ES modules, which Node does and Jest does not before Node 24.9.
 */
const require = createRequire(import.meta.url);
const entry = fileURLToPath(new URL('../../node_modules/@nestjs/throttler/dist/index.js', import.meta.url));
const loaded = new Map<string, { exports: object }>();

function load(file: string): object {
  const known = loaded.get(file);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(file, module);
  const requireFrom = (id: string): unknown => {
    if (id === '@nestjs/common') return common;
    if (id === '@nestjs/core') return core;
    return id.startsWith('.') ? load(join(dirname(file), `${id}.js`)) : require(id);
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the way in which Node itself loads CommonJS
  const body = new Function('exports', 'require', 'module', readFileSync(file, 'utf8'));
  Reflect.apply(body, module.exports, [module.exports, requireFrom, module]);
  return module.exports;
}

export const { ThrottlerGuard, ThrottlerModule, normalizeIp } = load(
  entry,
) as typeof import('@nestjs/throttler');
