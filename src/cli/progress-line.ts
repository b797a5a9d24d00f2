const BAR_WIDTH = 24;

interface State {
  done: number;
  /** 0 where it is not known (yet). */
  total: number;
  seconds: number;
  /** What is counted, in the plural. */
  unit: string;
}

/** `[=====-----] 120/240  35.1 files/s  3 s left`; without a total only the count and the speed. */
export function progressLine({ done, total, seconds, unit }: State): string {
  const perSecond = seconds > 0 ? done / seconds : 0;
  const speed = `${perSecond.toFixed(1)} ${unit}/s`;
  if (total < done || total === 0) return `${done} ${unit}  ${speed}`;
  const left = perSecond > 0 ? `  ${timeLeft((total - done) / perSecond)}` : '';
  return `${bar(done, total)} ${done}/${total}  ${speed}${left}`;
}

/** `[=====-----] 12 of 42 s  120 pictures  30 s left`, for what takes a time that is known; `what` is the part in the middle. */
export function timeLine(seconds: number, totalSeconds: number, what: string): string {
  const passed = Math.min(totalSeconds, Math.floor(seconds));
  return `${bar(seconds, totalSeconds)} ${passed} of ${totalSeconds} s  ${what}  ${timeLeft(totalSeconds - seconds)}`;
}

/** `[=====-----]`; full, and no fuller, where more is done than there should be. */
export function bar(done: number, total: number, width = BAR_WIDTH): string {
  const filled = Math.min(width, Math.floor((done / total) * width));
  return `[${'='.repeat(filled)}${'-'.repeat(width - filled)}]`;
}

/** `45 s left` */
export function timeLeft(seconds: number): string {
  return `${duration(Math.max(0, seconds))} left`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
