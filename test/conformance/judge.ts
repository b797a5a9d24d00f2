/** The server does not conform; the message says what was expected and what came. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

/** The case asks for what this server or model does not have; the message says what. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** Throws Failed unless a condition holds. */
export function ensure(condition: boolean, reason: () => string): asserts condition {
  if (!condition) throw new Failed(reason());
}

/** Throws NotApplicable unless a condition holds. */
export function applies(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new NotApplicable(reason);
}

/** A value of an answer for a reason: as JSON, and not all of it where it is long. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
