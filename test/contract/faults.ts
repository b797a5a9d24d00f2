import { setTimeout as sleep } from 'node:timers/promises';
import { WorkerPool } from '../../src/workers/worker-pool.js';
import type { RunningApp } from '../support/app.js';
import { until } from '../support/until.js';
import { exchange, type Answer } from './exchange.js';
import { PICTURE, soundRequest, SOUND_REQUESTS, type Way } from './sound-requests.js';

export const poolOf = ({ app }: RunningApp) => app.get(WorkerPool);
const theWorker = (app: RunningApp) => poolOf(app).processIds[0]!;

/** Posts a small picture, and waits for nothing. */
const post = ({ port }: RunningApp) =>
  exchange(port, {
    method: 'POST',
    path: '/predict',
    ...SOUND_REQUESTS['POST /predict application/json']!(PICTURE),
  });

/** Stops the only worker and gives it as many pictures as it takes; the returned function waits for their answers. */
export async function occupy(app: RunningApp, waiting = 0): Promise<() => Promise<void>> {
  const worker = theWorker(app);
  process.kill(worker, 'SIGSTOP');
  const answers = [post(app), post(app)];
  await until(() => poolOf(app).jobs === 2);
  for (let i = 1; i <= waiting; i++) {
    answers.push(post(app));
    await until(() => poolOf(app).queueLength === i);
  }
  return async () => {
    process.kill(worker, 'SIGCONT');
    await Promise.all(answers);
  };
}

export async function endWorker(app: RunningApp): Promise<void> {
  await until(() => poolOf(app).processIds.length === 1);
  process.kill(theWorker(app), 'SIGKILL');
  await until(() => poolOf(app).processIds.length === 0);
}

/** Ends the worker while it has the way's picture, which it cannot answer before, because it is stopped. */
export async function crash(app: RunningApp, way: Way): Promise<Answer> {
  await until(() => poolOf(app).processIds.length === 1);
  process.kill(theWorker(app), 'SIGSTOP');
  const answer = exchange(app.port, soundRequest(way));
  await until(() => poolOf(app).jobs >= 1);
  process.kill(theWorker(app), 'SIGKILL');
  return answer;
}

/** Puts a fault between what all requests pass and the routes. */
export function failBeforeRoutes({ app }: RunningApp): void {
  app.use(() => {
    throw new Error('a fault inside');
  });
  // Not part of Express's public types.
  const { stack } = (
    app.getHttpAdapter().getInstance() as unknown as { router: { stack: { route?: object }[] } }
  ).router;
  stack.splice(
    stack.findIndex(({ route }) => route),
    0,
    stack.pop()!,
  );
}

/** @returns when the server says that it is ready, its upstream included */
export async function untilReady({ port }: RunningApp): Promise<void> {
  for (;;) {
    const { status } = await exchange(port, { method: 'GET', path: '/health/ready', headers: {} });
    if (status === 200) return;
    await sleep(10);
  }
}

/** Stops the only worker until what is returned is called. */
export function stopWorker(app: RunningApp): () => void {
  const worker = theWorker(app);
  process.kill(worker, 'SIGSTOP');
  return () => process.kill(worker, 'SIGCONT');
}

/** JSON with spaces behind it. */
export function padded(json: Buffer, length: number): Buffer {
  return Buffer.concat([json, Buffer.alloc(length - json.length, ' ')]);
}

/** Stops the worker while it has a picture in a body of so many bytes, which are held meanwhile. */
export async function holdRoom(app: RunningApp, length: number): Promise<() => Promise<void>> {
  const goOn = stopWorker(app);
  const { headers, body } = SOUND_REQUESTS['POST /predict application/json']!(PICTURE);
  const answer = exchange(app.port, {
    method: 'POST',
    path: '/predict',
    headers,
    body: padded(body!, length),
  });
  await until(() => poolOf(app).jobs === 1);
  return async () => {
    goOn();
    await answer;
  };
}
