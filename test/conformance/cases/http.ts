import type { ConformanceCase } from '../case.js';
import { ensure, show } from '../judge.js';
import { jsonMessage, textMessage } from '../client/infer-request.js';
import { readInferred } from '../client/infer-reply.js';
import { rest, section } from '../specification.js';
import { FIRST_ROW, SECOND_ROW, type Subject } from '../subject.js';

/** How many requests are under way at once where that is what a case is about. */
const CONCURRENT = 16;

/** What is not in the JSON: paths, methods, connections, and many requests at once. */
export const HTTP_CASES: ConformanceCase[] = [
  {
    id: 'http.content-type',
    title: 'metadata, answers and refusals are application/json',
    spec: rest('Inference Request Examples'),
    strength: 'must',
    run: async (subject) => {
      const replies = {
        'GET /v2': await subject.get('/v2'),
        'the metadata': await subject.get(subject.modelPath()),
        'an answer': await subject.send(jsonMessage(await subject.jsonRequest())),
        'a refusal': await subject.send(textMessage('{')),
      };
      for (const [what, { headers }] of Object.entries(replies)) {
        const type = headers['content-type'];
        ensure(
          /^application\/json *(;|$)/i.test(type ?? ''),
          () => `${what}: expected Content-Type application/json, received ${show(type)}`,
        );
      }
    },
  },
  {
    id: 'http.path.unknown',
    title: 'a path that the protocol does not have gets status 404',
    spec: section('RFC 9110', '15.5.5. 404 Not Found'),
    strength: 'must',
    run: async (subject) => {
      for (const path of ['/v2/no-such-path', `${subject.modelPath()}/no-such-path`]) {
        const { status } = await subject.get(path);
        ensure(status === 404, () => `GET ${path}: expected status 404, received ${status}`);
      }
    },
  },
  {
    id: 'http.method.infer',
    title: 'GET .../infer is refused',
    spec: section('RFC 9110', '15.5.6. 405 Method Not Allowed'),
    strength: 'must',
    run: (subject) => mustRefuseMethod(subject, 'GET', `${subject.modelPath()}/infer`),
  },
  {
    id: 'http.method.metadata',
    title: 'DELETE of the metadata is refused',
    spec: section('RFC 9110', '15.5.6. 405 Method Not Allowed'),
    strength: 'must',
    run: (subject) => mustRefuseMethod(subject, 'DELETE', subject.modelPath()),
  },
  {
    id: 'http.keep-alive',
    title: 'a connection serves on after a request was refused',
    spec: section('RFC 9112', '9.3. Persistence'),
    strength: 'should',
    run: async (subject) => {
      const single = subject.http.single();
      try {
        const path = `${subject.modelPath()}/infer`;
        await single.send({ method: 'POST', path, ...textMessage('{') });
        const next = await single.send({ method: 'POST', path, ...(await subject.plain()) });
        subject.same(readInferred(next).outputs, await subject.expected(), 'after a refusal');
        ensure(next.isReused, () => 'expected the connection to stay open, it was closed');
      } finally {
        single.close();
      }
    },
  },
  {
    id: 'http.concurrent',
    title: `${CONCURRENT} requests at once each get their own id and answer`,
    spec: rest('Inference Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const expected = [await subject.rows(FIRST_ROW), await subject.rows(SECOND_ROW)];
      await Promise.all(
        Array.from({ length: CONCURRENT }, async (_, nth) => {
          const wanted = `request ${nth}`;
          const { fields, outputs } = await subject.infer(
            await subject.message({ id: wanted }, [nth % 2 === 0 ? FIRST_ROW : SECOND_ROW]),
          );
          const { id } = fields;
          ensure(id === wanted, () => `expected "id" to be ${show(wanted)}, received ${show(id)}`);
          subject.same(outputs, expected[nth % 2]!, `${wanted} of ${CONCURRENT} at once`);
        }),
      );
    },
  },
];

async function mustRefuseMethod(subject: Subject, method: 'GET' | 'DELETE', path: string): Promise<void> {
  const { status } = await subject.http.send({ method, path });
  ensure(
    status >= 400 && status <= 499,
    () => `${method} ${path}: expected a status 4xx, received ${status}`,
  );
}
