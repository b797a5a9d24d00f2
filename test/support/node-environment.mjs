import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest gives tests a realm of their own, with other typed arrays than those of Node's native modules:
 * onnxruntime-node would not know a Float32Array of the tests for one.
 */
export default class HostTypedArrays extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { Float32Array, Uint16Array, Uint8Array, Float64Array, BigInt64Array });
  }
}
