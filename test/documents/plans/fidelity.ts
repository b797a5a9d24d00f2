import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../plan.js';
import type { Session } from '../running/session.js';
import { imagenetModel, photos } from './prepare.js';

/** Few and small pictures see the script through, of which it derives no variants; all of them take minutes. */
export const fidelity: Plan = {
  copies: ['scripts', 'test'],
  prepare: (session) => {
    imagenetModel(session, 'path/to/mobilenet-v2');
    photos(session, 'path/to/photos');
    photos(session, 'path/to/more');
    keep(session, 'test/pictures/valid', (name) => name.startsWith('png-'));
    for (const folder of ['docs/pictures', 'path/to/photos', 'path/to/more']) {
      keep(session, folder, (name) => name === 'frog-small.jpg');
    }
  },
};

function keep(session: Session, folder: string, isKept: (name: string) => boolean): void {
  const path = join(session.checkout, folder);
  for (const name of readdirSync(path).filter((each) => !isKept(each)))
    rmSync(join(path, name), { recursive: true });
}
