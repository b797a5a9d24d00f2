/** Answers of one kind: what was asked, what the sender had to expect, and what came. */
export interface TallyRow {
  what: string;
  /** Such as `200` or `422 image_corrupt`. */
  wanted: string;
  received: string;
  count: number;
}

/** Counts what came of requests. */
export class Tally {
  private readonly byKey = new Map<string, TallyRow>();
  private total = 0;

  add(what: string, wanted: string, received: string): void {
    this.total++;
    const key = JSON.stringify([what, wanted, received]);
    const row = this.byKey.get(key) ?? { what, wanted, received, count: 0 };
    row.count++;
    this.byKey.set(key, row);
  }

  /** Answers so far, of all kinds. */
  get answers(): number {
    return this.total;
  }

  get rows(): TallyRow[] {
    return [...this.byKey.values()];
  }
}
