const MOST = 80;
/** Never to be shown, whoever wrote it: what is sent to a server may come back in what it answers. */
const secrets = new Set<string>();

/** @param secret a key of this server; an empty one is none */
export function keepSecret(secret: string): void {
  if (secret === '') return;
  secrets.add(secret);
  // As it stands in JSON, if that is something else.
  secrets.add(JSON.stringify(secret).slice(1, -1));
}

/** Text of another server with *** for each secret; to be asked for before the text is cut, or half a secret would stay. */
export function withoutSecrets(text: string): string {
  let shown = text;
  for (const secret of secrets) shown = shown.replaceAll(secret, '***');
  return shown;
}

/** A value that another server sent, in a few printable characters of one line. */
export function showForeign(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = withoutSecrets(JSON.stringify(value));
  // JSON escapes control characters only below U+0020.
  const plain = text.replace(/[^\x20-\x7e]/g, '?');
  return plain.length > MOST ? `${plain.slice(0, MOST)}...` : plain;
}
