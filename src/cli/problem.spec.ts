import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { AppError } from '../errors.js';
import { problemOf } from './problem.js';
import { readPicture, readStream } from './read-picture.js';

describe('problemOf', () => {
  it('keeps the code and the detail of the pipeline', () => {
    expect(problemOf(new AppError('image_corrupt', 'it is cut off'))).toEqual({
      code: 'image_corrupt',
      detail: 'it is cut off',
    });
  });

  it('says what is wrong with a file', async () => {
    const missing = await readPicture('no/such/file').catch(problemOf);
    expect(missing).toMatchObject({ code: 'file_not_found' });
    const denied = Object.assign(new Error(), { code: 'EACCES', syscall: 'open' });
    expect(problemOf(denied)).toMatchObject({
      code: 'file_unreadable',
      detail: expect.stringContaining('may not'),
    });
    const folder = await readPicture('src').catch(problemOf);
    expect(folder).toEqual({
      code: 'file_unreadable',
      detail: 'expected a file, found a folder; name a file',
    });
    const broken = Object.assign(new Error(), { code: 'EIO', syscall: 'read' });
    expect(problemOf(broken)).toMatchObject({
      code: 'file_unreadable',
      detail: expect.stringContaining('EIO'),
    });
  });

  it('takes anything else for a failure of the pipeline', () => {
    expect(problemOf(new Error('out of memory'))).toEqual({
      code: 'internal_error',
      detail: 'the pipeline failed: out of memory',
    });
  });
});

describe('readStream', () => {
  const chunks = () => Readable.from([Buffer.from('abc'), Buffer.from('de')]);

  it('joins the chunks', async () => {
    expect(Buffer.from(await readStream(chunks(), 5)).toString()).toBe('abcde');
  });

  it('refuses more bytes than it may take, such as of a device that never ends', async () => {
    await expect(readStream(chunks(), 4)).rejects.toMatchObject({ code: 'payload_too_large' });
  });
});
