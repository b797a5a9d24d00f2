import { describe, expect, it } from '@jest/globals';
import {
  defaultName,
  listingUrl,
  parseModelSource,
  resolveUrl,
  showSource,
  type ModelSource,
} from './model-source.js';

describe('the source of a model', () => {
  it.each([
    ['owner/name', 'owner/name', 'main', 'name'],
    ['gpt2', 'gpt2', 'main', 'gpt2'],
    ['owner/name@refs/pr/1', 'owner/name', 'refs/pr/1', 'name'],
    ['https://huggingface.co/owner/name', 'owner/name', 'main', 'name'],
    ['https://huggingface.co/owner/name/tree/v1.0', 'owner/name', 'v1.0', 'name'],
  ])('reads %s', (model, repo, revision, name) => {
    const source = parseModelSource(model);
    expect(source).toMatchObject({ kind: 'hub', repo, revision });
    expect(defaultName(source)).toBe(name);
    expect(showSource(source)).toBe(repo);
  });

  it('asks the Hub, or another one in a folder', () => {
    const hub = parseModelSource('owner/name@a/b', 'https://mirror/hf') as ModelSource & { kind: 'hub' };
    expect(listingUrl(hub).href).toBe('https://mirror/hf/api/models/owner/name/revision/a%2Fb?blobs=true');
    expect(resolveUrl(hub, 'c0', 'a #/b?.json').href).toBe(
      'https://mirror/hf/owner/name/resolve/c0/a%20%23/b%3F.json',
    );
    expect(showSource(hub)).toBe('https://mirror/hf/owner/name');
  });

  it('takes any other address for a folder', () => {
    const source = parseModelSource('https://host/a/my%20model');
    expect(showSource(source)).toBe('https://host/a/my%20model/');
    expect(defaultName(source)).toBe('my model');
    expect(defaultName(parseModelSource('https://host'))).toBe('host');
    expect(parseModelSource('https://huggingface.co/o/n/resolve/main/').kind).toBe('url');
  });
});
