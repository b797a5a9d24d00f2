import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import { ClientGone, RequestDeadline } from './request-deadline.js';

/** As much of a response as a deadline looks at. */
function fakeResponse(state: { destroyed: boolean; writableFinished: boolean }): Response & EventEmitter {
  return Object.assign(new EventEmitter(), state, { locals: {} }) as unknown as Response & EventEmitter;
}

describe('RequestDeadline', () => {
  it('does not start for a client that has gone, whose close will not be told again', () => {
    const response = fakeResponse({ destroyed: true, writableFinished: false });
    expect(() => RequestDeadline.start(response, 1000)).toThrow(ClientGone);
  });

  it('tells when the client goes before it is answered, and only then', () => {
    for (const writableFinished of [true, false]) {
      const response = fakeResponse({ destroyed: false, writableFinished });
      const { signal } = RequestDeadline.start(response, 1000);
      response.emit('close');
      expect(signal.aborted).toBe(!writableFinished);
    }
  });

  it('stands still while the client is waited for', async () => {
    const deadline = RequestDeadline.start(fakeResponse({ destroyed: false, writableFinished: false }), 1000);
    const before = deadline.expiresAt;
    await deadline.pauseFor(new Promise((resolve) => setTimeout(resolve, 60)));
    expect(deadline.expiresAt - before).toBeGreaterThan(50);
  });
});
