/** The last few of something, the newest first. */
export class Recent<T> {
  private readonly kept: T[] = [];

  /** @param forget is told of each one for which there is no room any more */
  constructor(
    private readonly most: number,
    private readonly forget: (item: T) => void,
  ) {}

  get items(): readonly T[] {
    return this.kept;
  }

  add(item: T): void {
    this.kept.unshift(item);
    for (const old of this.kept.splice(this.most)) this.forget(old);
  }
}
