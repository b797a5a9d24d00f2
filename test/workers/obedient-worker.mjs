// A worker that does what the picture says: "crash", "segfault", "abort", "hang", "fail", "refuse", "wait 50";
// anything else is answered with the process id and the number of pictures that it has answered. Started with NOT_FIT
// set it says why it cannot start.
import process from 'node:process';
import { JobChannel } from '../../dist/workers/job-channel.js';
import { encodeResult } from '../../dist/workers/result-frame.js';

const channel = new JobChannel();
let answered = 0;

if (process.env.NOT_FIT) {
  channel.sendJson('unfit', 0, { isModelError: true, message: process.env.NOT_FIT });
  process.exit(0);
}
channel.sendJson('ready', 0, { card: { name: 'obedient' }, labels: ['pid', 'count'], preprocessing: {} });

for (let job = channel.receive(); job; job = channel.receive()) {
  const order = job.bytes.toString().trim();
  if (order === 'crash') process.kill(process.pid, 'SIGKILL');
  if (order === 'segfault') process.kill(process.pid, 'SIGSEGV');
  if (order === 'abort') process.abort();
  if (order === 'hang') for (;;);
  const wait = Number(/^wait (\d+)$/.exec(order)?.[1] ?? 0);
  if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
  if (order === 'fail') channel.sendJson('failure', job.id, { message: 'it failed', stack: 'at worker' });
  else if (order === 'refuse')
    channel.sendJson('problem', job.id, { code: 'image_corrupt', message: 'it is damaged' });
  else {
    const confidences = [process.pid, answered++];
    channel.send('result', job.id, encodeResult({ timings: { decode: job.bytes.length }, confidences }));
  }
}
process.exit(0);
