const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const HEAD = new RegExp(`^(${TOKEN}(?:/${TOKEN})?)[ \\t]*(?:;|$)`);
/** Blanks stand where only one place can take them: with two that could, many of them cost their number squared. */
const PARAMETER = new RegExp(
  `[ \\t]*(?:(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)")[ \\t]*)?(?:;|$)`,
  'y',
);

/** A word with parameters, as in Content-Type and Content-Disposition. */
export interface Parameterised {
  /** In small letters. */
  value: string;
  /** By names in small letters; values as they came, without the quotes around them. */
  parameters: Map<string, string>;
}

/** A media type, such as `image/png`; where it is a range it may hold a `*`. */
export interface MediaType {
  type: string;
  parameters: Map<string, string>;
}

/**
 * Reads a word and its parameters (RFC 9110, 5.6.6).
 * @returns undefined for what is none, and where a parameter comes twice: nobody can say which of them counts
 */
export function parseParameterised(header: string): Parameterised | undefined {
  const text = header.trim();
  const [head, value] = HEAD.exec(text) ?? [];
  if (head === undefined) return undefined;
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = head.length;
  while (PARAMETER.lastIndex < text.length) {
    const found = PARAMETER.exec(text);
    if (!found) return undefined;
    const [, name, token, quoted] = found;
    if (name === undefined) continue;
    if (parameters.has(name.toLowerCase())) return undefined;
    parameters.set(name.toLowerCase(), token ?? quoted!.replace(/\\(.)/g, '$1'));
  }
  return { value: value!.toLowerCase(), parameters };
}

/** Reads a media type or a range of them (RFC 9110, 8.3.1); undefined for what is none. */
export function parseMediaType(header: string): MediaType | undefined {
  const parsed = parseParameterised(header);
  return parsed?.value.includes('/') ? { type: parsed.value, parameters: parsed.parameters } : undefined;
}
