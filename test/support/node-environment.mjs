import process from 'node:process';
import { TestEnvironment } from 'jest-environment-node';

// With npm run coverage the processes that tests start are counted as well; Jest's own are not, which are running by now.
const { COUNT_PROCESSES_IN } = process.env;
if (COUNT_PROCESSES_IN) process.env.NODE_V8_COVERAGE = COUNT_PROCESSES_IN;

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
