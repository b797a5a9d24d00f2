import type { ConformanceCase } from '../case.js';
import { applies, ensure } from '../judge.js';
import { jsonMessage, textMessage } from '../client/infer-request.js';
import { section } from '../specification.js';
import type { Subject } from '../subject.js';
import { isFloat } from '../tensor/datatype.js';

/** How a right request may be written. */
export const WRITING_CASES: ConformanceCase[] = [
  {
    id: 'infer.json.key-order',
    title: 'the fields of a request may come in any order',
    spec: section('RFC 8259', '4. Objects'),
    strength: 'must',
    run: async (subject) => {
      const { inputs } = await subject.jsonRequest();
      const request = {
        inputs: inputs.map(({ name, datatype, shape, data }) => ({ data, shape, datatype, name })),
        id: 'last',
      };
      subject.same(
        (await subject.infer(jsonMessage(request))).outputs,
        await subject.expected(),
        'fields in another order',
      );
    },
  },
  {
    id: 'infer.json.white-space',
    title: 'white space may be between all parts of a request',
    spec: section('RFC 8259', '2. JSON Grammar'),
    strength: 'must',
    run: (subject) =>
      mustReadAlike(subject, 'with white space', (json) => `\r\n ${json.replace(/\n/g, ' \r\n\t')} \n`),
  },
  {
    id: 'infer.json.numbers',
    title: 'numbers may have exponents and zeros at their ends',
    spec: section('RFC 8259', '6. Numbers'),
    strength: 'must',
    run: async (subject) => {
      const { inputs } = await subject.metadata();
      applies(
        inputs.some(({ datatype }) => isFloat(datatype)),
        'no input is of a float type',
      );
      await mustReadAlike(subject, 'with exponents', (json) =>
        json.replace(/^(\s*\d+\.\d+)(,?)$/gm, '$1000E+0$2'),
      );
    },
  },
  {
    id: 'infer.json.escapes',
    title: 'letters of names may be escaped',
    spec: section('RFC 8259', '7. Strings'),
    strength: 'must',
    run: (subject) =>
      mustReadAlike(subject, 'with escaped letters', (json) =>
        json.replaceAll('"name"', '"\\u006eame"').replaceAll('"data"', '"d\\u0061ta"'),
      ),
  },
  {
    id: 'infer.chunked',
    title: 'a request that comes in chunks, without Content-Length, is answered',
    spec: section('RFC 9112', '7.1. Chunked Transfer Coding'),
    strength: 'should',
    run: async (subject) => {
      const { body, headers } = await subject.plain();
      const path = `${subject.modelPath()}/infer`;
      const reply = await subject.http.send({ method: 'POST', path, body, headers, isChunked: true });
      ensure(reply.status === 200, () => `expected status 200, received ${reply.status}`);
    },
  },
];

/** Sees to it that JSON that means the same as a right request, an element in each line, gets the same answer. */
async function mustReadAlike(
  subject: Subject,
  what: string,
  rewrite: (json: string) => string,
): Promise<void> {
  const json = JSON.stringify(await subject.jsonRequest(), null, '\t');
  const { outputs } = await subject.infer(textMessage(rewrite(json)));
  subject.same(outputs, await subject.expected(), what);
}
