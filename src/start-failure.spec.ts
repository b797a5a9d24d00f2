import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config/config-error.js';
import { ModelError } from './model/model-error.js';
import { explainStartFailure } from './start-failure.js';

const systemError = (code: string, fields: object = {}) =>
  Object.assign(new Error(`${code}: it failed`), { code, ...fields });

describe('explainStartFailure', () => {
  it('gives each wrong variable a line, then the remedy', () => {
    expect(explainStartFailure(new ConfigError(['PORT: wrong', 'HOST: wrong too']))).toBe(
      'tetrapod: PORT: wrong\n' +
        'tetrapod: HOST: wrong too\n' +
        'tetrapod: correct or leave out what is named; docs/configuration.md explains each variable\n',
    );
  });

  it.each([
    {
      error: systemError('EADDRINUSE', { address: '127.0.0.1', port: 3000 }),
      says: 'tetrapod: 127.0.0.1:3000 is taken by another process; stop it, or set PORT to another port\n',
    },
    {
      error: systemError('EACCES', { address: '0.0.0.0', port: 80 }),
      says: 'tetrapod: 0.0.0.0:80 may not be listened on; set PORT to 1024 or more\n',
    },
    {
      error: systemError('EADDRNOTAVAIL', { address: '192.0.2.1', port: 3000 }),
      says: 'tetrapod: HOST is no address of this machine (EADDRNOTAVAIL: it failed); set it to 127.0.0.1 or 0.0.0.0\n',
    },
    {
      error: systemError('ENOTFOUND'),
      says: 'tetrapod: HOST is no address of this machine (ENOTFOUND: it failed); set it to 127.0.0.1 or 0.0.0.0\n',
    },
    {
      error: new ModelError('config.json: expected this file'),
      says: 'tetrapod: config.json: expected this file; what a model folder needs: docs/models.md\n',
    },
    { error: systemError('EMFILE'), says: 'tetrapod: the start failed: EMFILE: it failed\n' },
    { error: new Error('the self-test failed'), says: 'tetrapod: the start failed: the self-test failed\n' },
    { error: 'a thrown text', says: 'tetrapod: the start failed: a thrown text\n' },
  ])('says "$says"', ({ error, says }) => {
    expect(explainStartFailure(error)).toBe(says);
  });

  it('never shows a stack', () => {
    expect(explainStartFailure(new Error('broken'))).not.toMatch(/\n\s+at /);
  });
});
