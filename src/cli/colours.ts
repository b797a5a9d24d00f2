import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green';
export type Paint = (style: Style, text: string) => string;

/** Paints for a stream: only on a terminal that has colours, and where NO_COLOR (no-color.org) is unset or empty. */
export function painterFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint {
  const isPlain = stream.isTTY !== true || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  return (style, text) => (isPlain ? text : styleText(style, text, { validateStream: false }));
}
