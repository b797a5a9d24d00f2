import { timeLine } from '../../progress-line.js';

export interface ClimbState {
  /** Since the load began, and how many it will take. */
  seconds: number;
  totalSeconds: number;
  /** Of the level that is under way: its connections, the requests that were sent, and since when, in seconds. */
  connections: number;
  sent: number;
  levelSeconds: number;
}

/** `[====----] 12 of 42 s  8 connections  1180.0 requests/s  30 s left` */
export function climbLine({ seconds, totalSeconds, connections, sent, levelSeconds }: ClimbState): string {
  const perSecond = levelSeconds > 0 ? sent / levelSeconds : 0;
  const level = `${connections} ${connections === 1 ? 'connection' : 'connections'}`;
  return timeLine(seconds, totalSeconds, `${level}  ${perSecond.toFixed(1)} requests/s`);
}
