import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { AppError } from '../errors.js';
import { answerLast, closeAfter } from './last-answer.js';
import { pathOf } from './query-of.js';
import { RequestRecord } from './request-record.js';

/** How often at most a full server says so in the log. */
const LOG_EVERY_MS = 10_000;

/** Node's name for a connection that ended within a request. */
export const ENDED_WITHIN = 'HPE_INVALID_EOF_STATE';

/** A request and the answer to it. */
interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * The open connections and what is unanswered on each. Where there are too many, the one that has been without a request
 * for longest makes room, as nginx has it: idle connections can never lock a client out.
 */
export class Connections {
  private readonly logger = new Logger('Connections');
  /** In the order of their requests, which is the order of the answers (RFC 9112, 9.3.2). */
  private readonly unanswered = new Map<Socket, Exchange[]>();
  /** The last request on each, also when it is answered: its body may still be on its way. */
  private readonly latest = new WeakMap<Socket, Exchange>();
  /** Those without a request; the one that has been so for longest is the first. */
  private readonly idle = new Set<Socket>();
  /** Those that get no answer but the one that is being written, whatever they send. */
  private readonly ended = new WeakSet<Socket>();
  private readonly refusalListeners: ((error: AppError) => void)[] = [];
  private loggedAt = -Infinity;
  private closedSinceLog = 0;

  /**
   * @param most how many may be open
   * @param sendTimeoutMs how long a client may take nothing of an answer
   */
  constructor(
    readonly most: number,
    private readonly sendTimeoutMs: number,
  ) {}

  /** How many are open. */
  get count(): number {
    return this.unanswered.size;
  }

  open(socket: Socket): void {
    this.unanswered.set(socket, []);
    this.idle.add(socket);
    socket.once('close', () => {
      this.forget(socket);
    });
    if (this.unanswered.size > this.most) this.makeRoomFor(socket);
  }

  /** @returns whether the request is to be answered */
  begin(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const exchanges = this.unanswered.get(socket);
    // What follows an answer that closes the connection must not be processed (RFC 9112, 9.6).
    const isClosing = exchanges?.some((earlier) => earlier.response.getHeader('Connection') === 'close');
    if (!exchanges || isClosing || this.ended.has(socket)) {
      request.resume();
      return false;
    }
    // No protocol is offered to change to. Node's parser stops at such a request, and would never see a next one.
    if (request.headers.upgrade !== undefined) response.setHeader('Connection', 'close');
    // Until the answer is sent; then Node sets the time-out of idle connections.
    socket.setTimeout(this.sendTimeoutMs);
    const exchange = { request, response };
    exchanges.push(exchange);
    this.latest.set(socket, exchange);
    this.idle.delete(socket);
    response.once('close', () => {
      exchanges.splice(exchanges.indexOf(exchange), 1);
      if (response.getHeader('Connection') === 'close') this.ended.add(socket);
      if (exchanges.length === 0 && this.unanswered.has(socket)) this.idle.add(socket);
    });
    return true;
  }

  /**
   * Answers a fault in what a client sends, in its turn: behind the answers to what came before. A request whose answer
   * has begun when its body turns out to be wrong gets no second one. Then the connection is closed.
   * @param reason the fault's own code, for the log
   */
  refuse(socket: Socket, error: AppError, reason: string | undefined): void {
    if (this.ended.has(socket)) return;
    this.ended.add(socket);
    const exchanges = this.unanswered.get(socket) ?? [];
    const last = this.latest.get(socket);
    const broken = last?.request.complete === false ? last : undefined;
    const isAnswered = broken?.response.headersSent === true;
    const finish = () => {
      if (!socket.writable) socket.destroy();
      else if (isAnswered) closeAfter(socket);
      else {
        const record = broken && RequestRecord.find(broken.response);
        if (!record) this.tell(error);
        // Who ends within a request has most likely gone, though nobody can tell that from one who has only said all.
        else if (reason !== ENDED_WITHIN) record.lastAnswer = error;
        answerLast(socket, error, { record, path: broken && pathOf(broken.request), reason });
      }
    };
    const waitsFor = exchanges.at(broken && !isAnswered ? -2 : -1);
    if (waitsFor) waitsFor.response.once('close', finish);
    else finish();
    // Whoever waits for the rest of its body, to throw it away, waits in vain.
    if (isAnswered) broken.request.emit('close');
  }

  /** Ends a connection on which nothing has moved for long, unless it is the server that is slow. */
  stalled(socket: Socket): void {
    if (!this.idle.has(socket) && socket.writableLength === 0) {
      socket.setTimeout(this.sendTimeoutMs);
      return;
    }
    if (socket.writableLength > 0) {
      const exchange = this.unanswered.get(socket)?.[0] ?? this.latest.get(socket);
      const ids = exchange && RequestRecord.find(exchange.response)?.ids;
      this.logger.log({ msg: 'A client did not read its answer', ...ids, client: socket.remoteAddress });
    }
    socket.destroy();
  }

  /** @param listener told of each problem that is answered here and belongs to no request that is recorded */
  onRefusal(listener: (error: AppError) => void): void {
    this.refusalListeners.push(listener);
  }

  /** To be told of a connection that Node has closed at once, because there are too many to answer. */
  dropped(): void {
    this.tell(this.tooMany());
  }

  private tell(error: AppError): void {
    for (const listener of this.refusalListeners) listener(error);
  }

  private tooMany(): AppError {
    return new AppError(
      'too_many_connections',
      `expected at most ${this.most} connections (MAX_CONNECTIONS), all of which are busy; try again later`,
      { headers: { 'Retry-After': '1' } },
    );
  }

  private makeRoomFor(newcomer: Socket): void {
    const [longestIdle] = this.idle;
    this.logFull();
    if (longestIdle !== undefined && longestIdle !== newcomer) {
      longestIdle.destroy();
      return;
    }
    this.ended.add(newcomer);
    const error = this.tooMany();
    this.tell(error);
    answerLast(newcomer, error);
  }

  private logFull(): void {
    this.closedSinceLog += 1;
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.logger.warn(
      `More than ${this.most} connections (MAX_CONNECTIONS): closed ${this.closedSinceLog} since the last such line`,
    );
    this.loggedAt = now;
    this.closedSinceLog = 0;
  }

  private forget(socket: Socket): void {
    const exchanges = this.unanswered.get(socket) ?? [];
    this.unanswered.delete(socket);
    this.idle.delete(socket);
    // Node tells only the first of several pipelined answers that its connection has gone. The others hold memory, a
    // share of a budget or a place in a queue until they hear of it.
    for (const { response } of exchanges) response.destroy();
    setImmediate(() => {
      for (const { response } of [...exchanges]) response.emit('close');
    });
  }
}
