import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import createDecoder from '@jsquash/webp/codec/dec/webp_dec.js';
import type { DecodedPixels, Size } from '../rgb-image.js';
import { decodeOnCanvas } from './webp-canvas.js';
import { firstWebpFrame } from './webp-first-frame.js';

/** The package's own type names a global namespace that nothing declares. */
type CreateDecoder = (options: {
  noInitialRun: boolean;
  instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ) => WebAssembly.Exports;
}) => Promise<{
  decode(bytes: ArrayBuffer): { width: number; height: number; data: Uint8ClampedArray } | null;
}>;

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * libwebp as WebAssembly, the codec behind @jimp/wasm-webp. That package itself cannot load it on Node, whose
 * fetch() knows no file: addresses, so the module is compiled from disk here.
 *
 * Every picture gets an instance of its own (1 ms): WebAssembly memory grows to the largest picture and never
 * shrinks, and nothing that a hostile picture does to its memory outlives it.
 */
export async function decodeWebp(bytes: Uint8Array, canvas: Size): Promise<DecodedPixels> {
  const frame = firstWebpFrame(bytes);
  return frame ? decodeOnCanvas(frame, canvas, decodeStill) : decodeStill(bytes);
}

async function decodeStill(bytes: Uint8Array): Promise<DecodedPixels> {
  compiled ??= readFile(createRequire(import.meta.url).resolve('@jsquash/webp/codec/dec/webp_dec.wasm')).then(
    (wasm) => WebAssembly.compile(wasm),
  );
  const module = await compiled;
  const decoder = await (createDecoder as unknown as CreateDecoder)({
    noInitialRun: true,
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  });
  const picture = decoder.decode(Uint8Array.from(bytes).buffer);
  if (!picture) throw new Error('libwebp cannot decode it');
  return {
    width: picture.width,
    height: picture.height,
    channels: 4,
    data: new Uint8Array(picture.data.buffer),
  };
}
