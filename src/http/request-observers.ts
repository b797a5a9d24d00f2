import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { RequestRecord } from './request-record.js';

/** Whoever wants to know of every request. */
export interface RequestObserver {
  /** Told before anything else is done for it. */
  began?(record: RequestRecord, request: IncomingMessage): void;
  /** Told when it has been answered or its client has gone. */
  ended(record: RequestRecord): void;
}

/** Tells all observers; one that fails harms neither the request nor the others. */
@Injectable()
export class RequestObservers implements Required<RequestObserver> {
  private readonly logger = new Logger(RequestObservers.name);
  private readonly observers: RequestObserver[] = [];

  /** Those that are added first are told first. */
  add(observer: RequestObserver): void {
    this.observers.push(observer);
  }

  began(record: RequestRecord, request: IncomingMessage): void {
    this.tell(record, (observer) => observer.began?.(record, request));
  }

  ended(record: RequestRecord): void {
    this.tell(record, (observer) => {
      observer.ended(record);
    });
  }

  private tell({ ids }: RequestRecord, call: (observer: RequestObserver) => void): void {
    for (const observer of this.observers) {
      try {
        call(observer);
      } catch (error) {
        this.logger.error({ ...ids, err: error, msg: 'A request was not observed' });
      }
    }
  }
}
