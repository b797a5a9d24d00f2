import type { Report } from './report.js';

/** One JSON object on one line, figures unrounded; what cannot be computed is null, and so is the class none. */
export function reportAsJson(report: Report): string {
  const { accuracy95, classes, matrix, latencyMs, bins, ...rest } = report;
  const labels = classes.map(({ label }) => label);
  return `${JSON.stringify({
    pictures: rest.pictures,
    bad: rest.bad,
    threshold: rest.threshold,
    accuracy: rest.accuracy,
    accuracy_95: [accuracy95.low, accuracy95.high],
    correct: rest.correct,
    labels: classes,
    confusion: {
      labels,
      rows_are: 'truth',
      counts: labels.map((truth) => labels.map((prediction) => matrix.count(truth, prediction))),
    },
    ece: rest.ece,
    reliability: bins,
    jobs: rest.jobs,
    latency_ms: latencyMs,
    pictures_per_second: rest.perSecond,
  })}\n`;
}
