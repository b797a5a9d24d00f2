import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeHub, REPO, smallModel } from '../../../test/support/hub/fake-hub.js';
import { redirect, status } from '../../../test/support/hub/misbehaviour.js';
import { PullRun } from '../../../test/support/hub/pull-run.js';

describe('the access to a model on the Hub', () => {
  let fake: FakeHub;
  let run: PullRun;
  const pull = (model = REPO, options = {}) => run.pull(model, { endpoint: fake.endpoint, ...options });
  const refused = (model = REPO, options = {}) => run.refused(model, { endpoint: fake.endpoint, ...options });

  beforeEach(async () => {
    fake = await FakeHub.start(smallModel());
    run = new PullRun();
  });
  afterEach(async () => {
    await fake.close();
    run.remove();
  });

  describe('with a token', () => {
    it('sends it to the endpoint, also after a redirect there, and not to the CDN', async () => {
      await pull(REPO, { token: 'hf_secret\n' });
      expect(fake.hub.requests.map(({ authorization }) => authorization)).toStrictEqual(
        fake.hub.requests.map(() => 'Bearer hf_secret'),
      );
      expect(fake.hub.seen(FakeHub.cachePath('config.json'))).toHaveLength(1);
      expect(fake.cdn.requests.map(({ authorization }) => authorization)).toStrictEqual([undefined]);
    });

    it('does not send it again when another origin redirects back', async () => {
      fake.cdn.next(FakeHub.cdnPath('onnx/model.onnx'), redirect(`${fake.endpoint}/back`));
      fake.hub.files.set('/back', { bytes: smallModel()['onnx/model.onnx']! });
      await pull(REPO, { token: 'hf_secret' });
      expect(fake.hub.seen('/back')).toMatchObject([{ authorization: undefined }]);
    });

    it('does not send it to a web server', async () => {
      fake.cdn.files.set('/m/manifest.json', { bytes: Buffer.from('{"files":{}}') });
      await refused(`${fake.cdn.origin}/m/`, { token: 'hf_secret' });
      expect(fake.cdn.requests).toMatchObject([{ authorization: undefined }]);
    });

    it('refuses one that cannot be a header, without repeating it', async () => {
      expect(await refused(REPO, { token: 'hf\r\nx: y' })).toMatch(/^HF_TOKEN: expected/);
    });
  });

  describe('where the Hub refuses', () => {
    const listing = `/api/models/${REPO}/revision/main`;
    it.each([
      [401, { 'x-error-code': 'GatedRepo' }, undefined, /gated; accept its terms .* set HF_TOKEN/],
      [403, { 'x-error-code': 'GatedRepo' }, 'hf_x', /gated and the account of HF_TOKEN has no access/],
      [
        401,
        { 'x-error-message': 'Invalid username' },
        undefined,
        /does not exist, is private or is gated; .*HF_TOKEN/,
      ],
      [401, {}, 'hf_x', /check that HF_TOKEN is valid/],
      [403, {}, 'hf_x', /check that HF_TOKEN is valid/],
      [404, { 'x-error-code': 'RepoNotFound' }, 'hf_x', /check the name of the model/],
      [404, { 'x-error-code': 'RevisionNotFound' }, undefined, /no such revision/],
      [418, {}, undefined, /received status 418/],
    ])('explains %i %j', async (code, headers, token, message) => {
      fake.hub.next(listing, status(code, headers));
      const text = await refused(REPO, { token });
      expect(text).toMatch(message);
      expect(text).not.toContain('\n');
      expect(fake.hub.requests).toHaveLength(1);
    });

    it('explains a gated file, whose listing is public', async () => {
      fake.hub.always(FakeHub.resolvePath('config.json'), status(401, { 'x-error-code': 'GatedRepo' }));
      expect(await refused()).toContain('set HF_TOKEN');
      expect(run.ls()).toEqual([]);
    });

    it('explains a page instead of JSON', async () => {
      fake.hub.next(listing, (_request, response) => response.end('<html>'));
      expect(await refused()).toMatch(/expected JSON.*HF_ENDPOINT/);
    });
  });
});
