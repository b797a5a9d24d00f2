export interface Interval {
  low: number;
  high: number;
}

/** The 0.975 quantile of the standard normal distribution: 95 % lie within -Z_95 and Z_95. */
const Z_95 = 1.959963984540054;

/**
 * Wilson's score interval of a proportion p = successes / n:
 *
 *     (p + z²/2n ± z · √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
 *
 * Unlike p ± z·√(p(1-p)/n) it stays within 0 and 1, and holds for few trials and for proportions near the ends.
 * E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927), 209-212.
 *
 * @returns the 95 % interval; 0 to 1 where there are no trials
 */
export function wilsonInterval(successes: number, n: number, z = Z_95): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const p = successes / n;
  const centre = p + z ** 2 / (2 * n);
  const margin = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  // The ends are exact where all or none succeed; rounding would miss them by a hair.
  return {
    low: successes === 0 ? 0 : (centre - margin) / scale,
    high: successes === n ? 1 : (centre + margin) / scale,
  };
}
