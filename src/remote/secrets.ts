/** Of the whole process, as the environment is that they come from: whatever shows foreign text has to know them. */
const secrets = new Set<string>();

/**
 * Has it shown nowhere from now on: what is sent to a server may come back in what that server answers.
 * @param secret a key of this server; an empty one is none
 */
export function keepSecret(secret: string): void {
  if (secret === '') return;
  secrets.add(secret);
  // As it stands in JSON, if that is something else.
  secrets.add(JSON.stringify(secret).slice(1, -1));
}

/** Text of another server with *** for each secret; to be asked for before the text is cut, or half a secret would stay. */
export function redact(text: string): string {
  let shown = text;
  for (const secret of secrets) shown = shown.replaceAll(secret, '***');
  return shown;
}
