const BAR_WIDTH = 24;

interface State {
  done: number;
  /** 0 where it is not known (yet). */
  total: number;
  seconds: number;
}

/** `[=====-----] 120/240  35.1 files/s  3 s left`; without a total only the count and the speed. */
export function progressLine({ done, total, seconds }: State): string {
  const perSecond = seconds > 0 ? done / seconds : 0;
  const speed = `${perSecond.toFixed(1)} files/s`;
  if (total < done || total === 0) return `${done} files  ${speed}`;
  const filled = Math.floor((done / total) * BAR_WIDTH);
  const bar = '='.repeat(filled) + '-'.repeat(BAR_WIDTH - filled);
  const left = perSecond > 0 ? `  ${duration((total - done) / perSecond)} left` : '';
  return `[${bar}] ${done}/${total}  ${speed}${left}`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
