import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SubjectOptions } from './subject-options.js';
import { isDatatype } from './tensor/datatype.js';
import type { TensorSpec } from './tensor/shape.js';

export interface Options {
  subject: SubjectOptions;
  /** Where the results go as JSON besides. */
  json?: string;
  /** Whether remarks count as failures. */
  isStrict: boolean;
  /** Beginnings of the ids of the cases to run; none: all. */
  only: string[];
}

export const USAGE = `npm run conformance -- URL --model NAME [options]

Checks a server of the Open Inference Protocol (REST) at URL, such as http://localhost:8000.

  --model NAME         the model to ask (required)
  --version V          the version to ask for; otherwise the first that the model tells of
  --api-key KEY        sent as Authorization: Bearer KEY
  --header 'N: VALUE'  a further header for every request; may be repeated
  --input N:TYPE:DIMS  what to send for an input, such as x:FP32:-1,3,224,224, where the metadata do not say
                       it or leave axes open; may be repeated
  --picture FILE       an encoded picture, where the model takes such as BYTES; a second one makes batches of two
  --extension NAME     an extension that the server has and does not announce; may be repeated
  --tolerance X        how much floats may differ between answers, relative (default 1e-5)
  --timeout S          seconds that one answer may take (default 30)
  --only ID            only cases whose id begins so, such as binary.; may be repeated
  --strict             remarks (what the protocol shows but does not ask for) fail as well
  --json FILE          writes the results as JSON besides

The exit code is 0 where nothing failed, 1 where something did, 2 for wrong options.`;

/** Reads the command line; throws an Error that says what is wrong with it. */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      version: { type: 'string' },
      'api-key': { type: 'string' },
      header: { type: 'string', multiple: true, default: [] },
      input: { type: 'string', multiple: true, default: [] },
      picture: { type: 'string', multiple: true, default: [] },
      extension: { type: 'string', multiple: true, default: [] },
      tolerance: { type: 'string', default: '1e-5' },
      timeout: { type: 'string', default: '30' },
      only: { type: 'string', multiple: true, default: [] },
      strict: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const [url, ...others] = positionals;
  if (url === undefined || others.length > 0)
    throw new Error(`expected one URL, received ${positionals.length}`);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Error(`expected an http or https URL, received ${url}`);
  if (values.model === undefined) throw new Error('expected --model NAME, received none');
  const key = values['api-key'];
  return {
    subject: {
      url,
      model: values.model,
      ...(values.version !== undefined && { version: values.version }),
      headers: {
        ...(key !== undefined && { Authorization: `Bearer ${key}` }),
        ...Object.fromEntries(values.header.map(readHeader)),
      },
      inputs: values.input.map(readInput),
      extensions: values.extension,
      ...(values.picture.length > 0 && { pictures: readPictures(values.picture) }),
      tolerance: readNumber('--tolerance', values.tolerance),
      timeoutMs: 1000 * readNumber('--timeout', values.timeout),
    },
    ...(values.json !== undefined && { json: values.json }),
    isStrict: values.strict,
    only: values.only,
  };
}

function readHeader(text: string): [string, string] {
  const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new Error(`expected --header 'Name: value', received ${text}`);
  return [name, value];
}

function readInput(text: string): TensorSpec {
  const [, name, datatype, dims] = /^(.+):(\w+):(-?\d+(?:,-?\d+)*)$/.exec(text) ?? [];
  const shape = dims?.split(',').map(Number) ?? [];
  if (name === undefined || !isDatatype(datatype) || shape.some((n) => n < 1 && n !== -1)) {
    throw new Error(`expected --input NAME:DATATYPE:DIMS such as x:FP32:-1,3,224,224, received ${text}`);
  }
  return { name, datatype, shape };
}

function readPictures([one, other = one, ...more]: string[]): readonly [Uint8Array, Uint8Array] {
  if (more.length > 0) throw new Error('expected at most two times --picture');
  return [readFileSync(one!), readFileSync(other!)];
}

function readNumber(option: string, text: string): number {
  const number = Number(text);
  if (text === '' || !(number >= 0))
    throw new Error(`expected ${option} to be a number from 0 on, received ${text}`);
  return number;
}
