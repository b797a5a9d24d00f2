import type { ConformanceCase } from '../case.js';
import { ensure, show } from '../judge.js';
import { rest } from '../specification.js';
import { FIRST_ROW, SECOND_ROW } from '../subject.js';
import { rowOf } from '../tensor/compare.js';
import { elementCount, fits } from '../tensor/shape.js';

/** Which outputs come back, that they are as the metadata say, and that the rows of a batch do not know of one another. */
export const OUTPUT_CASES: ConformanceCase[] = [
  {
    id: 'outputs.all',
    title: 'a request without outputs gets all of the metadata',
    spec: rest('Inference Request JSON Object'),
    strength: 'must',
    run: async (subject) => {
      const wanted = (await subject.outputs()).map(({ name }) => name).sort();
      const received = (await subject.expected()).map(({ name }) => name).sort();
      ensure(
        show(received) === show(wanted),
        () => `expected the outputs ${show(wanted)}, received ${show(received)}`,
      );
    },
  },
  {
    id: 'outputs.one',
    title: 'a request for one output gets that alone, with the same elements',
    spec: rest('Request Output'),
    strength: 'must',
    run: async (subject) => {
      const expected = await subject.expected();
      for (const tensor of expected) {
        const { outputs } = await subject.infer(await subject.message({ outputs: [{ name: tensor.name }] }));
        subject.same(outputs, [tensor], `asked for '${tensor.name}'`);
      }
    },
  },
  {
    id: 'outputs.several',
    title: 'a request for several outputs, in another order, gets those',
    spec: rest('Request Output'),
    strength: 'must',
    run: async (subject) => {
      await subject.outputs(2);
      const expected = await subject.expected();
      const outputs = expected.map(({ name }) => ({ name })).reverse();
      subject.same(
        (await subject.infer(await subject.message({ outputs }))).outputs,
        expected,
        'asked for all',
      );
    },
  },
  {
    id: 'outputs.datatype',
    title: 'outputs have the data types of the metadata',
    spec: rest('Response Output'),
    strength: 'must',
    run: async (subject) => {
      for (const { name, datatype } of await subject.outputs()) {
        const received = (await subject.expected()).find((output) => output.name === name)?.datatype;
        ensure(
          received === datatype,
          () => `expected output '${name}' to be ${datatype}, received ${show(received)}`,
        );
      }
    },
  },
  {
    id: 'outputs.shape',
    title: 'outputs have the shapes of the metadata',
    spec: rest('Response Output'),
    strength: 'must',
    run: async (subject) => {
      for (const { name, shape } of await subject.outputs()) {
        const received = (await subject.expected()).find((output) => output.name === name)?.shape ?? [];
        ensure(
          fits(received, shape),
          () => `expected output '${name}' to have the shape ${show(shape)}, received ${show(received)}`,
        );
      }
    },
  },
  {
    id: 'outputs.element-count',
    title: 'outputs have as many elements as their shape says',
    spec: rest('Tensor Data'),
    strength: 'must',
    run: async (subject) => {
      for (const { name, shape, elements } of await subject.expected()) {
        const wanted = elementCount(shape);
        ensure(
          elements.length === wanted && wanted > 0,
          () =>
            `expected ${wanted} elements of output '${name}', and at least one, received ${elements.length}`,
        );
      }
    },
  },
  {
    id: 'batch.shape',
    title: 'two rows in, two rows out of every output',
    spec: rest('Request Input'),
    strength: 'must',
    run: async (subject) => {
      await subject.mustBatch();
      for (const { name, shape } of await subject.rows(FIRST_ROW, SECOND_ROW)) {
        ensure(
          shape[0] === 2,
          () => `expected 2 rows of output '${name}', received the shape ${show(shape)}`,
        );
      }
    },
  },
  {
    id: 'batch.rows',
    title: 'the two rows are those that each gets when it comes alone',
    spec: rest('Request Input'),
    strength: 'must',
    run: async (subject) => {
      await subject.mustBatch();
      const both = await subject.rows(FIRST_ROW, SECOND_ROW);
      for (const [row, number] of [FIRST_ROW, SECOND_ROW].entries()) {
        const alone = await subject.rows(number);
        const received = both.map((tensor) => rowOf(tensor, row));
        subject.same(received, alone, `row ${row} of 2`);
      }
    },
  },
  {
    id: 'batch.order',
    title: 'rows that change places change places in the outputs',
    spec: rest('Request Input'),
    strength: 'must',
    run: async (subject) => {
      await subject.mustBatch();
      const forth = await subject.rows(FIRST_ROW, SECOND_ROW);
      const back = await subject.rows(SECOND_ROW, FIRST_ROW);
      for (const row of [0, 1]) {
        const expected = forth.map((tensor) => rowOf(tensor, 1 - row));
        subject.same(
          back.map((tensor) => rowOf(tensor, row)),
          expected,
          `row ${row} of the two in the other order`,
        );
      }
    },
  },
];
