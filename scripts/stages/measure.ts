/**
 * Measures what each stage of a request costs, one at a time and in one thread, for drawn pictures of four sizes:
 *
 *   npm run bench:stages
 *
 * The budget in docs/performance.md was made with it. Beside each stage stands a floor: what cannot be avoided to do it
 * at all.
 */
import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import { drawPictures } from '../../src/cli/bench/drawn/draw-pictures.js';
import { DRAWN_SIZES, type DrawnSize } from '../../src/cli/bench/drawn/drawn-sizes.js';
import { decodeBase64Bytes } from '../../src/decoding/base64-bytes.js';
import { JpegKernel } from '../../src/decoding/engines/jpeg-kernel.js';
import { readImageHeader } from '../../src/decoding/header/image-header.js';
import { checkFields, fieldsOf } from '../../src/http/check-fields.js';
import { parseJson } from '../../src/http/json.js';
import { Kernels } from '../../src/kernels/kernels.js';
import { confidencesOf } from '../../src/model/confidences.js';
import { SimulatedProvider } from '../../src/model/simulated.provider.js';
import { labelScores } from '../../src/pipeline/classifier.js';
import { PayloadRequest } from '../../src/predict/payload-request.dto.js';
import { predictionsAbove } from '../../src/predict/predictions.js';
import { IMAGENET } from '../../src/preprocessing/preprocessing-spec.js';
import { normalizationTables } from '../../src/preprocessing/normalization-tables.js';
import { normalize } from '../../src/preprocessing/normalize.js';
import { isUnchanged, planResize } from '../../src/preprocessing/resize-plan.js';
import { StreamedResize } from '../../src/preprocessing/streamed-resize.js';
import { EchoWorker } from './echo-worker.js';

const SIZE = { width: 224, height: 224 };
const LEAST = { width: 448, height: 448 };
const MOST_PIXELS = 50_000_000;
const MILLISECONDS_EACH = 1500;

const kernels = new Kernels();
const jpeg = new JpegKernel(kernels);
const model = new SimulatedProvider();
const plans: Partial<Record<DrawnSize, ReturnType<typeof planResize>>> = {};
const tables = normalizationTables(IMAGENET);

/** Keeps the compiler from leaving out what nobody looks at. */
let sink = 0;

/** Median microseconds of one call, after as many calls as make half a second. */
function time(run: () => unknown): number {
  const until = (milliseconds: number, sink: number[]) => {
    for (const start = performance.now(); performance.now() - start < milliseconds;) {
      const before = performance.now();
      run();
      sink.push((performance.now() - before) * 1000);
    }
  };
  until(MILLISECONDS_EACH / 3, []);
  const samples: number[] = [];
  until(MILLISECONDS_EACH, samples);
  return samples.sort((a, b) => a - b)[samples.length >> 1]!;
}

/** The rows of a picture, at the scale at which the server decodes it. */
function rowsOf(address: number, file: Uint8Array) {
  return jpeg.decode({ address, length: file.length }, readImageHeader(file, MOST_PIXELS), LEAST);
}

async function stagesOf(size: DrawnSize): Promise<Record<string, number>> {
  const [picture] = await drawPictures(size, 1);
  const file = picture!.bytes;
  const base64 = Buffer.from(file).toString('base64');
  const body = Buffer.from(JSON.stringify({ image_base64: base64, confidence_threshold: 0.5 }));
  const text = Buffer.from(base64);
  const pixels = await sharp(file).raw().toBuffer();

  const inKernels = (prepare: (address: number) => () => unknown) => {
    kernels.reset();
    return time(prepare(kernels.copyIn(file)));
  };
  const decoded = inKernels((address) => () => {
    kernels.reset();
    kernels.allocate(file.length);
    for (const strip of rowsOf(address, file).strips) sink += strip.length;
  });
  const withResize = inKernels((address) => () => {
    kernels.reset();
    kernels.allocate(file.length);
    const rows = rowsOf(address, file);
    const plan = (plans[size] ??= planResize(rows, SIZE, 'bicubic'));
    if (isUnchanged(plan)) {
      let at = kernels.allocate(SIZE.width * SIZE.height * 3);
      for (const strip of rows.strips) {
        kernels.view(at, strip.length).set(strip);
        at += strip.length;
      }
      return;
    }
    const resize = new StreamedResize(kernels, plan);
    for (const strip of rows.strips) resize.push(strip);
  });

  kernels.reset();
  const small = kernels.copyIn(new Uint8Array(SIZE.width * SIZE.height * 3).fill(100));
  const tensor = { ...normalize(kernels, small, SIZE, IMAGENET, tables) };
  const owned = { ...tensor, data: tensor.data.slice() };
  const confidences = confidencesOf(await model.run(owned), model.graph);
  const scores = labelScores(model.labels, confidences);
  const echo = await EchoWorker.start();
  const handOver = await echo.cpuPerPicture(text);
  await echo.end();

  return {
    'parse: UTF-8, JSON, fields': time(() => checkFields(fieldsOf(parseJson(body)), PayloadRequest)),
    'hand-over: both processes': handOver,
    base64: time(() => {
      kernels.reset();
      decodeBase64Bytes(kernels, text, 'json_base64');
    }),
    decode: decoded,
    resize: withResize - decoded,
    normalise: time(() => {
      kernels.reset();
      kernels.allocate(SIZE.width * SIZE.height * 3);
      normalize(kernels, small, SIZE, IMAGENET, tables);
    }),
    'infer: simulated': time(() => model.run(owned)),
    'choose labels, serialise': time(() =>
      JSON.stringify({ predictions: predictionsAbove(0.5, scores), latency_ms: 1.234 }),
    ),
    'floor of parse: one copy of the body': time(() => Buffer.from(body)),
    'floor of base64: one copy of the text': time(() => Buffer.from(text)),
    'floor of resize: one copy of all pixels': time(() => Buffer.from(pixels)),
  };
}

await model.onModuleInit();
const columns: [DrawnSize, Record<string, number>][] = [];
for (const size of DRAWN_SIZES) columns.push([size, await stagesOf(size)]);
console.log(`| CPU microseconds | ${columns.map(([size]) => size).join(' | ')} |`);
console.log(`| --- | ${columns.map(() => '---:').join(' | ')} |`);
for (const stage of Object.keys(columns[0]![1])) {
  console.log(`| ${stage} | ${columns.map(([, stages]) => stages[stage]!.toPrecision(3)).join(' | ')} |`);
}
if (sink === 0) throw new Error('nothing was decoded');
