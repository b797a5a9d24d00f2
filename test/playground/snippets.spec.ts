import { describe, expect, it } from '@jest/globals';
import { snippet } from '../../playground/src/snippets.js';

const REQUEST = {
  url: 'http://127.0.0.1:3000/predict?threshold=0&top_k=20',
  mediaType: 'image/jpeg',
  fileName: 'frog.jpg',
  pictureUrl: undefined,
  hasKey: false,
};

/** That they run, and give the answer of the page, is tested in test/system/playground-snippets.spec.ts. */
describe('the snippets', () => {
  it('are what somebody would write: curl', () => {
    expect(snippet('curl', REQUEST)).toBe(
      "curl -sS 'http://127.0.0.1:3000/predict?threshold=0&top_k=20' \\\n" +
        "  -H 'Content-Type: image/jpeg' \\\n  --data-binary '@frog.jpg'\n",
    );
  });

  it('are what somebody would write: TypeScript', () => {
    expect(snippet('TypeScript', REQUEST)).toBe(`import { readFile } from 'node:fs/promises';

const picture = await readFile('frog.jpg');
const response = await fetch('http://127.0.0.1:3000/predict?threshold=0&top_k=20', {
  method: 'POST',
  headers: {
    'Content-Type': 'image/jpeg',
  },
  body: picture,
});
console.log(JSON.stringify(await response.json(), null, 2));
`);
  });

  it('are what somebody would write: Python', () => {
    expect(snippet('Python', REQUEST)).toBe(`import urllib.request

with open("frog.jpg", "rb") as file:
    picture = file.read()
headers = {
    "Content-Type": "image/jpeg",
}
request = urllib.request.Request("http://127.0.0.1:3000/predict?threshold=0&top_k=20", picture, headers)
with urllib.request.urlopen(request) as response:
    print(response.read().decode())
`);
  });

  it('never hold the key, but where to find it', () => {
    for (const language of ['curl', 'TypeScript', 'Python'] as const) {
      expect(snippet(language, { ...REQUEST, hasKey: true })).toContain('TETRAPOD_API_KEY');
      expect(snippet(language, REQUEST)).not.toContain('TETRAPOD_API_KEY');
    }
  });
});
