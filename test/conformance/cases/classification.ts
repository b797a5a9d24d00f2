import type { ConformanceCase } from '../case.js';
import { applies, ensure, show } from '../judge.js';
import { readClass, type Classified } from '../client/classes.js';
import type { OutputTensor } from '../client/infer-reply.js';
import { classification } from '../specification.js';
import { FIRST_ROW, SECOND_ROW, type Subject } from '../subject.js';
import { elementCount } from '../tensor/shape.js';
import { mustRefuse } from './refuse.js';

/**
 * How far a value that was written out may be from the raw element, relative to the larger of it and 1: Triton writes six
 * digits behind the point.
 */
const WRITTEN_TOLERANCE = 1e-5;

/** A case of the classification extension, for servers that announce it and outputs that are numbers. */
const classCase = (
  id: string,
  title: string,
  run: (subject: Subject, raw: OutputTensor) => Promise<void>,
): ConformanceCase => ({
  id,
  title,
  spec: classification(),
  strength: 'extension',
  run: async (subject) => {
    await subject.mustAnnounce('classification');
    const raw = (await subject.expected()).find(({ elements }) => typeof elements[0] === 'number');
    applies(raw !== undefined, 'no output is of numbers');
    await run(subject, raw);
  },
});

/** The k highest classes of an output for the first row. */
async function classify(subject: Subject, { name }: OutputTensor, k: number): Promise<Classified[]> {
  const outputs = [{ name, parameters: { classification: k } }];
  const [received] = (await subject.infer(await subject.message({ outputs }))).outputs;
  return classesOf(received);
}

function classesOf(output: OutputTensor | undefined): Classified[] {
  ensure(
    output?.datatype === 'BYTES',
    () => `expected a classified output to be BYTES, received ${show(output?.datatype)}`,
  );
  return output.elements.map(readClass);
}

/** Outputs as classes with their scores: how many, in which order, and that they are those of the raw elements. */
export const CLASSIFICATION_CASES: ConformanceCase[] = [
  classCase('classification.1', 'k = 1 gets the class of the highest element', async (subject, raw) => {
    const classes = await classify(subject, raw, 1);
    const highest = Math.max(...(raw.elements as number[]));
    ensure(classes.length === 1, () => `expected 1 class, received ${classes.length}`);
    const value = raw.elements[classes[0]!.index];
    ensure(
      value === highest,
      () =>
        `expected a class of the value ${highest}, received class ${classes[0]!.index} of ${String(value)}`,
    );
  }),
  classCase('classification.3', 'k = 3 gets three classes, from the highest down', async (subject, raw) => {
    applies(raw.elements.length >= 3, 'the output has fewer than three classes');
    const classes = await classify(subject, raw, 3);
    ensure(classes.length === 3, () => `expected 3 classes, received ${classes.length}`);
    mustDescend(classes);
  }),
  classCase(
    'classification.all',
    'k beyond the number of classes gets each class once',
    async (subject, raw) => {
      const count = raw.elements.length;
      const classes = await classify(subject, raw, count + 5);
      const indexes = classes.map(({ index }) => index).sort((one, other) => one - other);
      ensure(
        show(indexes) === show(Array.from({ length: count }, (_, index) => index)),
        () => `expected the indexes from 0 to ${count - 1}, received ${show(indexes)}`,
      );
      mustDescend(classes);
    },
  ),
  classCase(
    'classification.values',
    'the value of a class is the element at its index',
    async (subject, raw) => {
      for (const { value, index } of await classify(subject, raw, raw.elements.length)) {
        const element = raw.elements[index] as number | undefined;
        const allowed = Math.max(WRITTEN_TOLERANCE, subject.tolerance) * Math.max(1, Math.abs(element ?? 0));
        ensure(
          element !== undefined && Math.abs(value - element) <= allowed,
          () => `expected class ${index} to have the value ${String(element)}, received ${value}`,
        );
      }
    },
  ),
  classCase(
    'classification.shape',
    'the shape is [rows, k], without the rows where there are none',
    async (subject, raw) => {
      const outputs = [{ name: raw.name, parameters: { classification: 1 } }];
      const [received] = (await subject.infer(await subject.message({ outputs }))).outputs;
      const wanted = raw.shape.length > 1 ? [[1, 1]] : [[1], [1, 1]];
      ensure(
        wanted.some((shape) => show(shape) === show(received?.shape)),
        () => `expected the shape ${show(wanted[0])}, received ${show(received?.shape)}`,
      );
    },
  ),
  classCase(
    'classification.labels',
    'a class has the same label in every answer, or none has one',
    async (subject, raw) => {
      const all = await classify(subject, raw, raw.elements.length);
      const [top] = await classify(subject, raw, 1);
      const labelled = all.filter(({ label }) => label !== undefined).length;
      ensure(
        labelled === 0 || labelled === all.length,
        () => `expected all ${all.length} classes to have a label or none, received ${labelled} labels`,
      );
      const same = all.find(({ index }) => index === top!.index)?.label;
      ensure(
        top!.label === same,
        () => `expected class ${top!.index} to be ${show(same)} again, received ${show(top!.label)}`,
      );
    },
  ),
  classCase('classification.batch', 'every row has classes of its own', async (subject, raw) => {
    await subject.mustBatch();
    const outputs = [{ name: raw.name, parameters: { classification: 1 } }];
    const message = await subject.message({ outputs }, [FIRST_ROW, SECOND_ROW]);
    const [received] = (await subject.infer(message)).outputs;
    ensure(
      show(received?.shape) === '[2,1]',
      () => `expected the shape [2,1], received ${show(received?.shape)}`,
    );
    const both = (await subject.rows(FIRST_ROW, SECOND_ROW)).find(({ name }) => name === raw.name)!;
    const length = elementCount(both.shape) / 2;
    classesOf(received).forEach(({ index }, row) => {
      const elements = both.elements.slice(row * length, (row + 1) * length) as number[];
      const highest = elements.indexOf(Math.max(...elements));
      ensure(
        elements[index] === elements[highest],
        () => `expected class ${highest} for row ${row} of 2, received class ${index}`,
      );
    });
  }),
  classCase(
    'classification.beside-raw',
    'one output may be classified and another raw',
    async (subject, raw) => {
      await subject.outputs(2);
      const expected = await subject.expected();
      const outputs = expected.map(({ name }) =>
        name === raw.name ? { name, parameters: { classification: 1 } } : { name },
      );
      const received = (await subject.infer(await subject.message({ outputs }))).outputs;
      classesOf(received.find(({ name }) => name === raw.name));
      const isRaw = ({ name }: OutputTensor) => name !== raw.name;
      subject.same(received.filter(isRaw), expected.filter(isRaw), 'raw beside classified outputs');
    },
  ),
  classCase('classification.binary', 'a classified output may be binary', async (subject, raw) => {
    await subject.mustAnnounce('binary_tensor_data');
    const outputs = [{ name: raw.name, parameters: { classification: 2, binary_data: true } }];
    const [received] = (await subject.infer(await subject.message({ outputs }))).outputs;
    ensure(received?.isBinary === true, () => `expected output '${raw.name}' binary, received it in JSON`);
    const expected = await classify(subject, raw, 2);
    const classes = classesOf(received);
    ensure(show(classes) === show(expected), () => `expected ${show(expected)}, received ${show(classes)}`);
  }),
  classCase(
    'classification.errors.type',
    'is refused: a number of classes that is no number',
    async (subject, raw) => {
      const outputs = [{ name: raw.name, parameters: { classification: 'a text' } }];
      await mustRefuse(subject, await subject.message({ outputs }), 'a number of classes that is no number');
    },
  ),
];

function mustDescend(classes: Classified[]): void {
  const values = classes.map(({ value }) => value);
  const isSorted = values.every((value, index) => index === 0 || value <= values[index - 1]!);
  ensure(isSorted, () => `expected values from the highest down, received ${show(values)}`);
}
