import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { toolPath } from '../../scripts/chart/tools.js';
import { checkTexts } from '../../scripts/manifests/check.js';
import { generatedByHelm, stale } from '../../scripts/manifests/generated.js';

describe('the plain manifests', () => {
  it('are what the chart renders', async () => {
    expect(stale(await generatedByHelm())).toEqual([]);
  });

  it.each(['staging', 'production'])('of %s pass the check as kustomize renders them', async (overlay) => {
    const text = execFileSync(toolPath('kubectl'), ['kustomize', `deploy/kubernetes/overlays/${overlay}`], {
      encoding: 'utf8',
    });
    const { findings, passed } = await checkTexts(new Map([[overlay, text]]));
    expect({ findings, passed }).toEqual({ findings: [], passed: 5 });
    expect(text).toContain(`app.kubernetes.io/instance: tetrapod-${overlay}`);
    // A selector cannot be changed in a cluster: it must not follow the names of instances.
    expect(text.split('app.kubernetes.io/instance').length - 1).toBe(6);
  });
});
