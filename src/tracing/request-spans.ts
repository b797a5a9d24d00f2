import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace as traceApi,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { RequestObserver } from '../http/request-observers.js';
import type { Period, PictureRecord, RequestRecord } from '../http/request-record.js';
import { isProbe } from '../http/probe-paths.js';
import { contextOf, traceContextOf } from './span-context.js';
import { stagesOf } from './picture-stages.js';
import { pictureAttributes, requestAttributes, requestName } from './attributes.js';
import type { WallClock } from './wall-clock.js';

/**
 * Makes the spans of a request. That of the request itself begins with it, because its ids go into the logs and to other
 * servers; those of the stages are written from the record when the request has ended, so that nothing is done for them
 * while it runs. Probes get none.
 */
export class RequestSpans implements RequestObserver {
  /** Of requests under way, those that are sampled. */
  private readonly spans = new WeakMap<RequestRecord, { span: Span; shiftMs: number }>();

  /** @param isRemote whether another server runs the graph, and not the worker that has prepared the picture */
  constructor(
    private readonly tracer: Tracer,
    private readonly clock: WallClock,
    private readonly isRemote: boolean,
  ) {}

  began(record: RequestRecord): void {
    if (isProbe(record.path)) return;
    const shiftMs = this.clock.shift();
    const startTime = shiftMs + record.startedAt;
    const parent = record.trace ? contextOf(record.trace, { isRemote: true }) : ROOT_CONTEXT;
    const span = this.tracer.startSpan(requestName(record), { kind: SpanKind.SERVER, startTime }, parent);
    record.trace = traceContextOf(span.spanContext());
    if (span.isRecording()) this.spans.set(record, { span, shiftMs });
  }

  ended(record: RequestRecord): void {
    const open = this.spans.get(record);
    if (!open) return;
    this.spans.delete(record);
    const { span, shiftMs } = open;
    const tree = new SpanTree(this.tracer, shiftMs);
    const whole = { startedAt: record.startedAt, endedAt: record.endedAt ?? record.startedAt };
    const context = traceApi.setSpan(ROOT_CONTEXT, span);
    for (const { stage, ...period } of record.stages) tree.add(context, stage, within(period, whole));
    const [picture, ...others] = record.pictures;
    if (picture && others.length === 0) this.addStages(tree, context, picture, whole);
    else for (const one of record.pictures) this.addPicture(tree, context, one, whole);
    span.updateName(requestName(record)).setAttributes(requestAttributes(record));
    if (record.status === undefined || record.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(tree.at(whole.endedAt));
  }

  private addPicture(tree: SpanTree, parent: Context, picture: PictureRecord, whole: Period): void {
    const period = within(picture, whole);
    const context = tree.add(parent, 'picture', period, pictureAttributes(picture));
    this.addStages(tree, context, picture, period);
  }

  private addStages(tree: SpanTree, parent: Context, picture: PictureRecord, whole: Period): void {
    for (const { stage, pid, ...period } of stagesOf(picture, this.isRemote)) {
      tree.add(parent, stage, within(period, whole), pid === undefined ? {} : { 'process.pid': pid });
    }
  }
}

/** Writes spans that have ended already. */
class SpanTree {
  constructor(
    private readonly tracer: Tracer,
    private readonly shiftMs: number,
  ) {}

  at(time: number): number {
    return this.shiftMs + time;
  }

  /** @returns what further spans are below it with */
  add(parent: Context, name: string, { startedAt, endedAt }: Period, attributes: Attributes = {}): Context {
    const span = this.tracer.startSpan(name, { startTime: this.at(startedAt), attributes }, parent);
    span.end(this.at(endedAt));
    return traceApi.setSpan(parent, span);
  }
}

/** What lies outside is a matter of two clocks, or goes on after its client has gone. */
function within({ startedAt, endedAt }: Period, whole: Period): Period {
  const clamp = (time: number) => Math.min(Math.max(time, whole.startedAt), whole.endedAt);
  return { startedAt: clamp(startedAt), endedAt: clamp(endedAt) };
}
