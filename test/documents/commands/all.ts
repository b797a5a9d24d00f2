import type { Session } from '../running/session.js';
import type { StandIn } from '../running/stand-ins.js';
import { docker } from './docker.js';
import { helm, kubectl } from './kubernetes.js';
import { npm } from './npm.js';
import { npx, tetrapod } from './tetrapod.js';

/** What stands first on PATH, by the names of the commands. */
export const standInsOf = (session: Session): Record<string, StandIn> => ({
  docker: docker(session),
  helm: helm(session),
  kubectl: kubectl(session),
  npm: npm(session),
  npx: npx(session),
  // Debian's, which has Pillow and NumPy, whatever stands before it on PATH.
  python3: ({ args }) => ({ run: { command: ['/usr/bin/python3', ...args] } }),
  tetrapod: tetrapod(session),
});
