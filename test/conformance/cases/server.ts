import type { ConformanceCase } from '../case.js';
import { ensure, show } from '../judge.js';
import { isText, isTextList, readFields, readOk } from '../client/fields.js';
import { rest, section } from '../specification.js';
import type { Subject } from '../subject.js';

/** The three endpoints that tell of the server. */
export const SERVER_CASES: ConformanceCase[] = [
  {
    id: 'server.live',
    title: 'GET /v2/health/live answers 200',
    spec: rest('Server Live'),
    strength: 'must',
    run: (subject) => mustBe200(subject, '/v2/health/live'),
  },
  {
    id: 'server.live.body',
    title: 'the answer of the live probe is {"live": true}',
    spec: rest('Server Live Response JSON Object'),
    strength: 'should',
    run: async (subject) => {
      const { live } = readFields((await subject.get('/v2/health/live')).body, 'the answer');
      ensure(live === true, () => `expected "live" to be true, received ${show(live)}`);
    },
  },
  {
    id: 'server.ready',
    title: 'GET /v2/health/ready answers 200',
    spec: rest('Server Ready'),
    strength: 'must',
    run: (subject) => mustBe200(subject, '/v2/health/ready'),
  },
  {
    id: 'server.ready.body',
    // The text of the protocol shows "live" here as well, and servers took it for a slip.
    title: 'the answer of the ready probe has "ready" or "live", and it is true',
    spec: rest('Server Ready Response JSON Object'),
    strength: 'should',
    run: async (subject) => {
      const { ready, live } = readFields((await subject.get('/v2/health/ready')).body, 'the answer');
      ensure((ready ?? live) === true, () => `expected "ready" to be true, received ${show(ready ?? live)}`);
    },
  },
  {
    id: 'server.metadata',
    title: 'GET /v2 tells name, version and extensions',
    spec: rest('Server Metadata Response JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const { name, version, extensions } = readOk(await subject.get('/v2'), 'GET /v2');
      ensure(isText(name), () => `expected "name" to be a text, received ${show(name)}`);
      ensure(isText(version), () => `expected "version" to be a text, received ${show(version)}`);
      ensure(isTextList(extensions), () => `expected "extensions" to be texts, received ${show(extensions)}`);
    },
  },
  {
    id: 'server.metadata.slash',
    title: 'GET /v2/ tells the same as GET /v2',
    spec: section('open_inference_rest.yaml', 'paths: /v2/'),
    strength: 'should',
    run: async (subject) => {
      const [without, slash] = [await subject.get('/v2'), await subject.get('/v2/')];
      const [expected, received] = [readOk(without, 'GET /v2'), readOk(slash, 'GET /v2/')];
      ensure(
        received.name === expected.name && received.version === expected.version,
        () => `expected ${show(expected)}, received ${show(received)}`,
      );
    },
  },
];

async function mustBe200(subject: Subject, path: string): Promise<void> {
  const { status } = await subject.get(path);
  ensure(status === 200, () => `expected status 200, received ${status}`);
}
