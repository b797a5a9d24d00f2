/*
 * HWC bytes -> elements of a tensor. A sample has only 256 values, so each channel has a table of 256 elements; the
 * tables of R, G and B lie one behind the other.
 */

/**
 * @param source `pixels` times R, G, B
 * @param tables 3 * 256 elements
 * @param target room for 3 * `pixels` elements
 * @param elementBytes 4, 2 or 1
 * @param planar 1 for NCHW, 0 for NHWC
 */
export function normalize(
  source: usize,
  pixels: u32,
  tables: usize,
  target: usize,
  elementBytes: u32,
  planar: u32,
): void {
  if (elementBytes == 4) {
    if (planar) toPlanes<u32>(source, pixels, tables, target);
    else toPixels<u32>(source, pixels, tables, target);
  } else if (elementBytes == 2) {
    if (planar) toPlanes<u16>(source, pixels, tables, target);
    else toPixels<u16>(source, pixels, tables, target);
  } else {
    if (planar) toPlanes<u8>(source, pixels, tables, target);
    else toPixels<u8>(source, pixels, tables, target);
  }
}

function element<T>(tables: usize, channel: usize, sample: u32): T {
  return load<T>(tables + channel * 256 * sizeof<T>() + ((<usize>sample) << alignof<T>()));
}

function toPlanes<T>(source: usize, pixels: u32, tables: usize, target: usize): void {
  const plane = pixels * sizeof<T>();
  let from = source;
  let red = target;
  let green = target + plane;
  let blue = target + 2 * plane;
  for (const end = red + plane; red < end; red += sizeof<T>()) {
    store<T>(red, element<T>(tables, 0, load<u8>(from)));
    store<T>(green, element<T>(tables, 1, load<u8>(from, 1)));
    store<T>(blue, element<T>(tables, 2, load<u8>(from, 2)));
    from += 3;
    green += sizeof<T>();
    blue += sizeof<T>();
  }
}

function toPixels<T>(source: usize, pixels: u32, tables: usize, target: usize): void {
  let to = target;
  for (let from = source, end = source + 3 * pixels; from < end; from += 3) {
    store<T>(to, element<T>(tables, 0, load<u8>(from)));
    store<T>(to + sizeof<T>(), element<T>(tables, 1, load<u8>(from, 1)));
    store<T>(to + 2 * sizeof<T>(), element<T>(tables, 2, load<u8>(from, 2)));
    to += 3 * sizeof<T>();
  }
}
