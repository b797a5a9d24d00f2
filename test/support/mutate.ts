/**
 * A damaged copy of a JPEG file: one to three bits turned, bytes replaced, taken out or put in, most of them in the
 * scan, where nothing but the decoder itself notices.
 * @param scan where the first scan starts
 */
export function mutated(bytes: Uint8Array, scan: number, random: () => number): Uint8Array {
  const below = (bound: number) => Math.floor(random() * bound);
  const copy = [...bytes];
  for (let count = 1 + below(3); count > 0; count--) {
    const at = Math.min(copy.length - 1, below(3) === 0 ? below(scan) : scan + below(copy.length - scan));
    switch (below(5)) {
      case 0:
      case 1:
        copy[at]! ^= 1 << below(8);
        break;
      case 2:
        copy[at] = [0xff, 0, 0xd0 + below(10), below(256)][below(4)]!;
        break;
      case 3:
        copy.splice(at, 1 + below(4));
        break;
      default:
        copy.splice(
          at,
          0,
          ...[[0xff, 0xff], [0xff, 0xd0 + below(10)], [0xff, 0xfe, 0, 2], [0], [below(256)]][below(5)]!,
        );
    }
  }
  return Uint8Array.from(copy);
}
