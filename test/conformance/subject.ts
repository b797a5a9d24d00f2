import { applies, ensure, Failed, NotApplicable, show } from './judge.js';
import { isTextList, readOk, type Fields } from './client/fields.js';
import { HttpClient, type Reply } from './client/http-client.js';
import { readInferred, type Inferred, type OutputTensor } from './client/infer-reply.js';
import {
  binaryRequest,
  jsonInput,
  jsonMessage,
  type InferBody,
  type InferMessage,
  type JsonInput,
} from './client/infer-request.js';
import { readModelMetadata, type ModelMetadata } from './client/metadata.js';
import type { SubjectOptions } from './subject-options.js';
import { difference, type Comparable } from './tensor/compare.js';
import { ANY, type TensorSpec } from './tensor/shape.js';
import { sampleTensor, type SampleTensor } from './tensor/sample.js';

/** The numbers of the two rows that cases send: different ones, so that an answer tells which was asked. */
export const [FIRST_ROW, SECOND_ROW] = [0, 1] as const;

/** The server and the model under test: what cases ask of it, and what it has said of itself. */
export class Subject {
  readonly http: HttpClient;
  readonly tolerance: number;
  private known: Promise<ModelMetadata> | undefined;
  private announced: Promise<string[]> | undefined;
  private right: Promise<OutputTensor[]> | undefined;
  // Requests of a large model take long to make, and cases send the same ones again and again.
  private readonly sampled = new Map<string, Promise<SampleTensor[]>>();
  private plainMessage: Promise<InferMessage> | undefined;

  constructor(readonly options: SubjectOptions) {
    const { url, headers = {}, timeoutMs = 30_000, tolerance = 1e-5 } = options;
    this.http = new HttpClient({ url, headers, timeoutMs });
    this.tolerance = tolerance;
  }

  close(): void {
    this.http.close();
  }

  get(path: string): Promise<Reply> {
    return this.http.send({ method: 'GET', path });
  }

  /** The path of the model, with a version where one is given. */
  modelPath(version?: string, model = this.options.model): string {
    const path = `/v2/models/${encodeURIComponent(model)}`;
    return version === undefined ? path : `${path}/versions/${encodeURIComponent(version)}`;
  }

  /** What the model says of itself; NotApplicable where that cannot be read, which fails the cases about it alone. */
  metadata(): Promise<ModelMetadata> {
    this.known ??= this.readMetadata().catch((error: unknown) => {
      throw new NotApplicable(`the metadata of the model cannot be read: ${(error as Error).message}`);
    });
    return this.known;
  }

  /** A version that may be asked for; NotApplicable where the server knows none. */
  async version(): Promise<string> {
    const version = this.options.version ?? (await this.metadata()).versions[0];
    applies(version !== undefined, 'the model has no versions');
    return version;
  }

  /** NotApplicable where the server does not announce an extension in its metadata. */
  async mustAnnounce(extension: string): Promise<void> {
    this.announced ??= this.get('/v2').then((reply) => {
      const { extensions } = readOk(reply, 'GET /v2');
      return isTextList(extensions) ? extensions : [];
    });
    const announced = [...(await this.announced), ...(this.options.extensions ?? [])];
    applies(announced.includes(extension), `the server does not announce the extension ${extension}`);
  }

  /** A valid tensor for every input, with a row for each number where the first axis is of any length. */
  samples(...rows: number[]): Promise<SampleTensor[]> {
    const key = rows.join();
    let samples = this.sampled.get(key);
    if (!samples) this.sampled.set(key, (samples = this.makeSamples(rows)));
    return samples;
  }

  /**
   * A valid request in JSON of the first row, for cases that are about its JSON; NotApplicable where an input is FP16, which
   * has no agreed form there (inference_rest.md, "Tensor Data").
   */
  async jsonRequest(rest: InferBody = {}): Promise<InferBody & { inputs: JsonInput[] }> {
    applies(!(await this.hasHalf('inputs')), 'an input is FP16, which has no form in JSON');
    await this.mustAnswerInJson();
    return { ...rest, inputs: (await this.samples(FIRST_ROW)).map(jsonInput) };
  }

  /** A valid request of some rows, the first one unless given: in JSON, or in bytes where a tensor is FP16. */
  async message(rest: InferBody = {}, rows: readonly number[] = [FIRST_ROW]): Promise<InferMessage> {
    const samples = await this.samples(...rows);
    const asked = await this.fields(rest);
    if (!(await this.hasHalf('inputs'))) return jsonMessage({ ...asked, inputs: samples.map(jsonInput) });
    await this.mustAnnounce('binary_tensor_data');
    return binaryRequest(samples, asked);
  }

  /** A valid request of the first row alone. */
  plain(): Promise<InferMessage> {
    return (this.plainMessage ??= this.message());
  }

  /** The fields of a valid request beside its inputs: they ask for binary outputs where one is FP16. */
  async fields(rest: InferBody = {}): Promise<InferBody> {
    if (!(await this.hasHalf('outputs'))) return rest;
    await this.mustAnnounce('binary_tensor_data');
    return { ...rest, parameters: { binary_data_output: true, ...rest.parameters } };
  }

  /** NotApplicable where an output is FP16, which has no agreed form in JSON. */
  async mustAnswerInJson(): Promise<void> {
    applies(!(await this.hasHalf('outputs')), 'an output is FP16, which has no form in JSON');
  }

  /** POST .../infer, whatever comes back. */
  send({ body, headers }: InferMessage, path = this.modelPath()): Promise<Reply> {
    return this.http.send({ method: 'POST', path: `${path}/infer`, body, headers });
  }

  /** POST .../infer of a request that must be answered. */
  async infer(message: InferMessage, path?: string): Promise<Inferred> {
    return readInferred(await this.send(message, path));
  }

  /** The outputs for some rows, each a row along the first axis. */
  async rows(...numbers: number[]): Promise<OutputTensor[]> {
    return (await this.infer(await this.message({}, numbers))).outputs;
  }

  /** The outputs for the first row as a plain request gets them; asked for once. */
  expected(): Promise<OutputTensor[]> {
    return (this.right ??= this.rows(FIRST_ROW));
  }

  /** NotApplicable unless the first axis of every tensor is of any length, so that a request may have several rows. */
  async mustBatch(): Promise<void> {
    const { inputs, outputs } = await this.metadata();
    const isBatched = [...inputs, ...outputs].every(({ shape }) => shape[0] === ANY);
    applies(isBatched, 'the first axis of a tensor has a fixed length');
  }

  /** The outputs by the metadata, at least `least` of them; NotApplicable where there are fewer. */
  async outputs(least = 1): Promise<TensorSpec[]> {
    const { outputs } = await this.metadata();
    applies(outputs.length >= least, `the metadata name ${outputs.length === 0 ? 'no' : 'only one'} output`);
    return outputs;
  }

  /** The inputs by the metadata; NotApplicable where there is but one. */
  async mustHaveInputs(least: number): Promise<void> {
    const { inputs } = await this.metadata();
    applies(inputs.length >= least, 'the model has only one input');
  }

  /** Failed unless tensors are those expected, by name and in any order. */
  same(received: readonly Comparable[], expected: readonly Comparable[], what: string): void {
    const names = [received, expected].map((tensors) => tensors.map(({ name }) => name).sort());
    ensure(
      names[0]!.join('\n') === names[1]!.join('\n'),
      () => `${what}: expected the outputs ${show(names[1])}, received ${show(names[0])}`,
    );
    for (const tensor of expected) {
      const found = received.find(({ name }) => name === tensor.name)!;
      const differs = difference(found, tensor, this.tolerance);
      if (differs !== undefined) throw new Failed(`${what}: ${differs}`);
    }
  }

  private async readMetadata(): Promise<ModelMetadata> {
    const path = this.modelPath(this.options.version);
    const fields: Fields = readOk(await this.get(path), `GET ${path}`);
    return readModelMetadata(fields, this.options.inputs);
  }

  private async makeSamples(rows: readonly number[]): Promise<SampleTensor[]> {
    const { inputs } = await this.metadata();
    ensure(
      inputs.length > 0,
      () => 'the metadata name no inputs, so no request can be built: give them by --input',
    );
    return inputs.map((input) => sampleTensor(input, rows));
  }

  private async hasHalf(field: 'inputs' | 'outputs'): Promise<boolean> {
    return (await this.metadata())[field].some(({ datatype }) => datatype === 'FP16');
  }
}
