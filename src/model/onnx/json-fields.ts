import { ModelError } from '../model-error.js';

/**
 * Reads fields of a JSON object that somebody else wrote. Every failure names the file, the field, what was
 * expected and what was found.
 */
export class JsonFields {
  constructor(
    private readonly file: string,
    private readonly object: Record<string, unknown>,
    private readonly parent = '',
  ) {}

  get names(): string[] {
    return Object.keys(this.object);
  }

  /** The value as it stands there; undefined where it is absent or null. */
  raw(name: string): unknown {
    return this.object[name] ?? undefined;
  }

  /** Without a fallback the field has to be there. */
  boolean(name: string, fallback?: boolean): boolean {
    const value = this.raw(name) ?? fallback;
    if (typeof value !== 'boolean') throw this.wrong(name, 'true or false');
    return value;
  }

  /** A finite number greater than 0. */
  positive(name: string, fallback?: number): number {
    const value = this.raw(name) ?? fallback;
    if (!isPositive(value)) throw this.wrong(name, 'a number greater than 0');
    return value;
  }

  /** A whole number from 1 to 4096: a length in pixels. */
  pixels(name: string): number {
    const value = this.raw(name);
    if (!isPositive(value) || !Number.isInteger(value) || value > 4096) {
      throw this.wrong(name, 'a whole number of pixels from 1 to 4096');
    }
    return value;
  }

  /** One number for each of R, G and B. */
  triple(name: string, isFine: (value: number) => boolean, what: string): readonly [number, number, number] {
    const value = this.raw(name);
    const isTriple =
      Array.isArray(value) &&
      value.length === 3 &&
      value.every((item: unknown) => typeof item === 'number' && Number.isFinite(item) && isFine(item));
    if (!isTriple) throw this.wrong(name, `an array of three ${what} (R, G, B)`);
    return value as [number, number, number];
  }

  /** A nested object, whose own failures name both. */
  nested(name: string): JsonFields {
    const value = this.raw(name);
    if (!isObject(value)) throw this.wrong(name, 'an object');
    return new JsonFields(this.file, value, `${this.parent}${name}.`);
  }

  wrong(name: string, expected: string): ModelError {
    return new ModelError(
      `${this.file}: ${this.parent}${name}: expected ${expected}, found ${abridge(this.object[name])}`,
    );
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON value in a few characters. */
export function abridge(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
