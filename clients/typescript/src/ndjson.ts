import { receiving } from './receiving.js';

/**
 * The values of newline-delimited JSON, each as soon as its line is whole.
 * @throws TetrapodConnectionError where the stream breaks off, SyntaxError for a line that is no JSON
 */
export async function* readNdjson(stream: ReadableStream<Uint8Array>): AsyncGenerator<unknown, void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await receiving(reader.read());
      isOver = done;
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop()!;
      for (const line of lines) yield JSON.parse(line);
      if (done) break;
    }
    if (rest !== '') yield JSON.parse(rest);
  } finally {
    // Whoever stops before the end wants nothing more of it.
    if (!isOver) await reader.cancel().catch(() => undefined);
  }
}
