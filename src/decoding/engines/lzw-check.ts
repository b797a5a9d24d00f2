const LONGEST_CODE = 12;

export interface LzwStream {
  /** The next code of so many bits. @throws where the data end */
  nextCode: (bits: number) => number;
  symbolBits: number;
  /** TIFF lets the codes grow one code earlier than GIF. */
  growsEarly: boolean;
}

/**
 * Throws for LZW data that are damaged or end before so many samples. jimp's decoders follow codes that stand for nothing
 * yet round in a circle for ever, and leave out what is missing.
 */
export function checkLzw({ nextCode, symbolBits, growsEarly }: LzwStream, samples: number): void {
  const clear = 1 << symbolBits;
  const early = growsEarly ? 1 : 0;
  // How many samples each code stands for, which is all that has to be known of it.
  const lengths = new Float64Array(1 << LONGEST_CODE).fill(1, 0, clear);
  let bits = symbolBits + 1;
  let next = clear + 2;
  let former = -1;
  let left = samples;
  // To the end, though all samples are there: the decoders go on as well.
  for (let isFirst = true; ; isFirst = false) {
    const code = left > 0 ? nextCode(bits) : codeOrEnd(nextCode, bits);
    if (code === undefined) return;
    if (isFirst && growsEarly && code !== clear) throw new Error('its data do not begin with a clear code');
    if (code === clear) {
      [bits, next, former] = [symbolBits + 1, clear + 2, -1];
      continue;
    }
    if (code === clear + 1) {
      if (left > 0) throw new Error(`${left} samples are missing`);
      return;
    }
    const isKnown = code < clear || (code >= clear + 2 && code < next);
    const isNext = former >= 0 && code === next && next < lengths.length;
    if (!isKnown && !isNext) throw new Error(`code ${code} stands for nothing yet`);
    if (former >= 0 && next < lengths.length) {
      lengths[next++] = lengths[former]! + 1;
      if (next + early >= 1 << bits && bits < LONGEST_CODE) bits++;
    }
    left -= lengths[code]!;
    former = code;
  }
}

/** @returns undefined where the data end */
function codeOrEnd(nextCode: LzwStream['nextCode'], bits: number): number | undefined {
  try {
    return nextCode(bits);
  } catch {
    return undefined;
  }
}
