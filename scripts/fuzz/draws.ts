import { mulberry32 } from '../../src/model/mulberry32.js';

/** Random choices that a seed and the number of a case determine, so that every case can be had again by itself. */
export class Draws {
  private readonly random: () => number;

  constructor(seed: number, index: number) {
    // Odd factors, so that no two cases of one seed share their numbers.
    this.random = mulberry32((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0);
    // The first numbers of neighbouring states are alike.
    for (let i = 0; i < 3; i++) this.random();
  }

  /** @returns a whole number from 0 to `bound` - 1; 0 where there is none */
  below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  /** @returns true with that probability */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}
