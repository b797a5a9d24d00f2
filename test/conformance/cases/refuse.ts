import { readRefusal } from '../client/fields.js';
import type { InferMessage } from '../client/infer-request.js';
import type { Subject } from '../subject.js';

/** Sees to it that a request is refused with a text, and that a right one is answered rightly after it. */
export async function mustRefuse(subject: Subject, message: InferMessage, what: string): Promise<void> {
  const expected = await subject.expected();
  readRefusal(await subject.send(message), what);
  const { outputs } = await subject.infer(await subject.plain());
  subject.same(outputs, expected, `a right request after ${what}`);
}
