/** What orchestrators ask, here and under the Open Inference Protocol, and Prometheus. */
const PROBE = /^(\/v2)?\/health\/|^\/v2\/models\/.+\/ready$|^\/metrics$/;

/** Whether such a request comes every few seconds, and would drown the others where each is told of. */
export function isProbe(path: string): boolean {
  return PROBE.test(path);
}
