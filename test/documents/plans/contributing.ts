import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/server-process.js';
import type { Plan } from '../plan.js';
import type { Session } from '../running/session.js';

/** What is drawn anew is what is there, to the last byte. */
function expectSamePictures(session: Session): void {
  for (const folder of ['docs/pictures', 'test/pictures']) {
    const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    for (const { parentPath, name } of files) {
      const file = join(parentPath, name).slice(ROOT.length);
      if (!readFileSync(join(session.checkout, file)).equals(readFileSync(join(ROOT, file)))) {
        throw new Error(`${file}: npm run pictures or pillow_reference.py write it otherwise than it is`);
      }
    }
  }
}

export const contributing: Plan = {
  copies: ['assembly', 'dist', 'scripts', 'src', 'test', 'tsconfig.json', 'tsconfig.build.json'],
  rules: [{ under: 'Pictures', afterwards: expectSamePictures }],
};
