import { be16, be32, concat, latin1, type Bytes } from '../../pictures/bytes.js';

export const MEGABYTE = 1_000_000;

export function filled(length: number, pattern: Bytes): Bytes {
  const bytes = Buffer.alloc(length);
  bytes.fill(pattern);
  return bytes;
}

/** EXIF that says to have so many entries, followed by these bytes. */
export function exifOf(entries: number, bytes: Bytes): Bytes {
  return concat(latin1('MM'), be16(42), be32(8), be16(entries), bytes);
}

/** XMP with an entity that is a file of the server. */
export const EXTERNAL =
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>';
