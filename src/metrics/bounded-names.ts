/** The value of a label that stands for all names beyond the bound. */
export const OTHER = 'other';

/**
 * Bounds a label whose values nobody can list beforehand: each is a time series that Prometheus keeps for weeks. The first
 * ones stand for themselves, all that come later for "other".
 */
export class BoundedNames {
  private readonly names = new Set<string>();

  /** @param most how many stand for themselves */
  constructor(private readonly most: number) {}

  /** @returns the name, or "other" */
  of(name: string): string {
    if (this.names.has(name)) return name;
    if (this.names.size >= this.most) return OTHER;
    this.names.add(name);
    return name;
  }
}
