import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green';
export type Paint = (style: Style, text: string) => string;

/**
 * Whether to colour what a stream gets: on a terminal, unless NO_COLOR (no-color.org) is set to anything or TERM is
 * dumb. FORCE_COLOR (force-color.org) goes before all of it, as in Node itself: 0 is never, anything else always.
 */
export function hasColours(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  const forced = env.FORCE_COLOR ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

export function painterFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint {
  const isColoured = hasColours(stream, env);
  return (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
}
