import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { RequestObservers } from './request-observers.js';
import { RequestRecord } from './request-record.js';

describe('RequestObservers', () => {
  it('tells the next observer though one has failed', () => {
    Logger.overrideLogger(false);
    const observers = new RequestObservers();
    const told: string[] = [];
    observers.add({
      ended: () => {
        throw new Error('broken');
      },
    });
    observers.add({
      began: (_record, request) => told.push(`began ${request.method}`),
      ended: ({ requestId }) => told.push(`ended ${requestId}`),
    });
    const record = new RequestRecord('7', 'GET', '/', undefined);
    observers.began(record, { method: 'GET' } as IncomingMessage);
    observers.ended(record);
    expect(told).toEqual(['began GET', 'ended 7']);
  });
});
