import type { Subject } from './subject.js';

/**
 * How firmly a case stands: `must` and `should` on the text of the protocol (a `should` is what its examples show, or what
 * clients rely on though servers differ), `extension` on a text of Triton's or MLServer's where the server takes part in it.
 */
export type Strength = 'must' | 'should' | 'extension';

/** One thing that a server of the protocol does, and how to see whether it does it. */
export interface ConformanceCase {
  /** Stable; its first part is the subject. */
  id: string;
  /** What the server does where the case passes. */
  title: string;
  /** The document and the section that ask for it. */
  spec: string;
  strength: Strength;
  /** Resolves where the server conforms; throws Failed or NotApplicable. */
  run: (subject: Subject) => Promise<void>;
}
