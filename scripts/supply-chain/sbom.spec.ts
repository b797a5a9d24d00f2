import { describe, expect, it } from '@jest/globals';
import { lockedPackages } from './lock-file.js';
import { productionSbom, type Sbom } from './sbom.js';

const component = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0' });
const ALL: Sbom = {
  metadata: { component: { 'bom-ref': 'project@1.0.0' } },
  components: ['used', 'below', 'tool'].map(component),
  dependencies: [
    { ref: 'project@1.0.0', dependsOn: ['used@1.0.0', 'tool@1.0.0'] },
    { ref: 'used@1.0.0', dependsOn: ['below@1.0.0'] },
    { ref: 'tool@1.0.0', dependsOn: ['below@1.0.0'] },
    { ref: 'below@1.0.0', dependsOn: [] },
  ],
};
const PACKAGES = lockedPackages({
  '': {},
  'node_modules/used': { version: '1.0.0' },
  'node_modules/used/node_modules/below': { version: '1.0.0' },
  'node_modules/tool': { version: '1.0.0', dev: true },
});

describe('productionSbom', () => {
  it('keeps what production needs, also where tools need it as well, and nothing of the tools', () => {
    const { components, dependencies } = productionSbom(ALL, PACKAGES);
    expect(components.map(({ name }) => name)).toEqual(['used', 'below']);
    expect(dependencies).toEqual([
      { ref: 'project@1.0.0', dependsOn: ['used@1.0.0'] },
      { ref: 'used@1.0.0', dependsOn: ['below@1.0.0'] },
      { ref: 'below@1.0.0', dependsOn: [] },
    ]);
  });

  it('throws where a package is missing', () => {
    const components = ALL.components.filter(({ name }) => name !== 'below');
    expect(() => productionSbom({ ...ALL, components }, PACKAGES)).toThrow('it lacks below@1.0.0');
  });

  it('throws where a package is named in another version', () => {
    const components = [...ALL.components.slice(0, 1), { ...component('below'), version: '2.0.0' }];
    expect(() => productionSbom({ ...ALL, components }, PACKAGES)).toThrow('it lacks below@1.0.0');
  });
});
