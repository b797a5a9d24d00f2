/** The request as the page has sent it. */
export interface SentRequest {
  /** Absolute, with its query. */
  readonly url: string;
  readonly mediaType: string;
  readonly fileName: string;
  /** Where the picture can be had, absolute; undefined where the visitor has it. */
  readonly pictureUrl: string | undefined;
  /** Whether a key was shown. It is not repeated: each program reads TETRAPOD_API_KEY. */
  readonly hasKey: boolean;
}

export const LANGUAGES = ['curl', 'TypeScript', 'Python'] as const;
export type Language = (typeof LANGUAGES)[number];

/** @returns a program that sends the same request and prints the answer; it runs as it is, in the folder of the picture */
export function snippet(language: Language, request: SentRequest): string {
  switch (language) {
    case 'curl':
      return curl(request);
    case 'TypeScript':
      return typescript(request);
    case 'Python':
      return python(request);
  }
}

function curl({ url, mediaType, fileName, pictureUrl, hasKey }: SentRequest): string {
  const fetched = pictureUrl === undefined ? [] : [`curl -sS -o ${shell(fileName)} ${shell(pictureUrl)}`];
  return [
    ...fetched,
    `curl -sS ${shell(url)} \\`,
    ...(hasKey ? ['  -H "X-API-Key: $TETRAPOD_API_KEY" \\'] : []),
    `  -H ${shell(`Content-Type: ${mediaType}`)} \\`,
    `  --data-binary ${shell(`@${fileName}`)}`,
    '',
  ].join('\n');
}

function typescript({ url, mediaType, fileName, pictureUrl, hasKey }: SentRequest): string {
  const key = hasKey ? ["    'X-API-Key': process.env.TETRAPOD_API_KEY ?? '',"] : [];
  const picture =
    pictureUrl === undefined
      ? [`const picture = await readFile(${script(fileName)});`]
      : [`const picture = await (await fetch(${script(pictureUrl)})).arrayBuffer();`];
  return [
    ...(pictureUrl === undefined ? ["import { readFile } from 'node:fs/promises';", ''] : []),
    ...picture,
    `const response = await fetch(${script(url)}, {`,
    "  method: 'POST',",
    '  headers: {',
    ...key,
    `    'Content-Type': ${script(mediaType)},`,
    '  },',
    '  body: picture,',
    '});',
    'console.log(JSON.stringify(await response.json(), null, 2));',
    '',
    // Without an import or an export, a file may not wait at its top level.
    ...(pictureUrl === undefined ? [] : ['export {};', '']),
  ].join('\n');
}

function python({ url, mediaType, fileName, pictureUrl, hasKey }: SentRequest): string {
  const opened =
    pictureUrl === undefined
      ? `open(${literal(fileName)}, "rb")`
      : `urllib.request.urlopen(${literal(pictureUrl)})`;
  return [
    ...(hasKey ? ['import os'] : []),
    'import urllib.request',
    '',
    `with ${opened} as file:`,
    '    picture = file.read()',
    'headers = {',
    ...(hasKey ? ['    "X-API-Key": os.environ["TETRAPOD_API_KEY"],'] : []),
    `    "Content-Type": ${literal(mediaType)},`,
    '}',
    `request = urllib.request.Request(${literal(url)}, picture, headers)`,
    'with urllib.request.urlopen(request) as response:',
    '    print(response.read().decode())',
    '',
  ].join('\n');
}

/** A word of a POSIX shell, in quotes within which nothing has a meaning but their end. */
function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A string of JavaScript in single quotes. */
function script(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A string of Python: it understands JSON's, whose escapes are among its own. */
function literal(text: string): string {
  return JSON.stringify(text);
}
