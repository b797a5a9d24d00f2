import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readZipped } from './zip.js';

/** An archive of the given files, every other one deflated. */
function zip(files: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  Object.entries(files).forEach(([name, text], index) => {
    const method = index % 2 === 0 ? 8 : 0;
    const bytes = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(bytes.length, 18);
    local.writeUInt16LE(name.length, 26);
    // An extra field that the directory does not have.
    local.writeUInt16LE(4, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(bytes.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), Buffer.alloc(4), bytes);
    directory.push(entry, Buffer.from(name));
    offset += 34 + name.length + bytes.length;
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

describe('a zip archive', () => {
  const archive = zip({ 'helm/helm': 'a'.repeat(5000), 'helm/README': 'stored', 'kubectl/kubectl': 'b' });

  it.each([
    ['helm/helm', 'a'.repeat(5000)],
    ['helm/README', 'stored'],
    ['kubectl/kubectl', 'b'],
  ])('gives %s', (name, text) => {
    expect(readZipped(archive, name).toString()).toBe(text);
  });

  it('says which file it lacks', () => {
    expect(() => readZipped(archive, 'helm')).toThrow('expected the file helm in the zip archive');
  });

  it('has to be one', () => {
    expect(() => readZipped(Buffer.from('no archive'), 'helm')).toThrow('expected a zip archive');
  });
});
