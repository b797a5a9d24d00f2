import type { Period, PictureRecord } from '../http/request-record.js';
import type { Stage } from '../pipeline/stage-timings.js';

export interface PictureStage extends Period {
  readonly stage: Stage;
  /** The process that did it, where it was not the server itself. */
  readonly pid: number | undefined;
}

const IN_A_WORKER = ['base64', 'decode', 'preprocess', 'inference'] as const satisfies Stage[];

/**
 * When each stage of a picture began and ended. What a worker does it does without a pause, so its stages are laid one behind
 * the other from when it began; decoding and preprocessing in truth take turns, strip by strip. `queue` ends where the
 * worker begins; that the scores have to come back shows as a gap.
 *
 * @param isRemote whether another server runs the graph, which then is the last thing that is done
 */
export function stagesOf(picture: PictureRecord, isRemote: boolean): PictureStage[] {
  const { workedOn, timings, startedAt, endedAt } = picture;
  const stages: PictureStage[] = [];
  if (workedOn) {
    const { pid } = workedOn;
    stages.push({ stage: 'queue', startedAt, endedAt: workedOn.startedAt, pid: undefined });
    let at = workedOn.startedAt;
    for (const stage of IN_A_WORKER) {
      const took = timings[stage];
      if (took === undefined || (isRemote && stage === 'inference')) continue;
      stages.push({ stage, startedAt: at, endedAt: at + took, pid });
      at += took;
    }
  } else if (timings.queue !== undefined) {
    // No worker came to it before its deadline.
    stages.push({ stage: 'queue', startedAt, endedAt, pid: undefined });
  }
  if (isRemote && timings.inference !== undefined) {
    stages.push({ stage: 'inference', startedAt: endedAt - timings.inference, endedAt, pid: undefined });
  }
  return stages;
}
