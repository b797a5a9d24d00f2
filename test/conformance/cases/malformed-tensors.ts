import { applies } from '../judge.js';
import { rest } from '../specification.js';
import { isFloat, type Datatype } from '../tensor/datatype.js';
import { ANY } from '../tensor/shape.js';
import { type Malformed, withInput } from './malformed-message.js';

/** A type of the table that is not the one wanted, and that no server converts to it in silence. */
const otherType = (datatype: Datatype): Datatype =>
  datatype === 'BYTES' ? 'FP32' : isFloat(datatype) ? 'INT32' : 'FP64';

/** Inputs whose data type, shape and data do not go together. */
export const MALFORMED_TENSORS: Malformed[] = [
  {
    id: 'errors.datatype.other',
    title: 'a data type that is not that of the input',
    spec: rest('Tensor Data Types'),
    message: withInput((input) => ({ ...input, datatype: otherType(input.datatype) })),
  },
  {
    id: 'errors.datatype.unknown',
    title: 'a data type that is not in the table',
    spec: rest('Tensor Data Types'),
    message: withInput((input) => ({ ...input, datatype: 'FP31' })),
  },
  {
    id: 'errors.shape.absent',
    title: 'an input without a shape',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, shape: undefined })),
  },
  {
    id: 'errors.shape.type',
    title: 'a shape that is no list',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, shape: 'a text' })),
  },
  {
    id: 'errors.shape.rank',
    title: 'a shape with an axis more than the input has',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, shape: [...input.shape, 1] })),
  },
  {
    id: 'errors.shape.length',
    title: 'an axis twice as long as the input has it',
    spec: rest('Request Input'),
    message: async (subject) => {
      const { inputs, declaredInputs } = await subject.metadata();
      const declared = declaredInputs.find(({ name }) => name === inputs[0]?.name);
      const axis = declared?.shape.findLastIndex((n) => n !== ANY) ?? -1;
      applies(axis >= 0, 'every axis of the input may have any length');
      return withInput((input) => ({
        ...input,
        shape: input.shape.map((n, index) => (index === axis ? 2 * n : n)),
        data: [...input.data, ...input.data],
      }))(subject);
    },
  },
  {
    id: 'errors.shape.negative',
    title: 'axes of negative length',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, shape: input.shape.map((n) => -n) })),
  },
  {
    id: 'errors.shape.fraction',
    title: 'an axis of half a length',
    spec: rest('Request Input'),
    message: withInput((input) => ({
      ...input,
      shape: [...input.shape.slice(0, -1), input.shape.at(-1)! + 0.5],
    })),
  },
  {
    id: 'errors.data.absent',
    title: 'an input without data',
    spec: rest('Request Input'),
    message: withInput((input) => ({ ...input, data: undefined })),
  },
  {
    id: 'errors.data.type',
    title: 'data that are no list',
    spec: rest('Tensor Data'),
    message: withInput((input) => ({ ...input, data: 'a text' })),
  },
  {
    id: 'errors.data.too-few',
    title: 'an element less than the shape says',
    spec: rest('Tensor Data'),
    message: withInput((input) => ({ ...input, data: input.data.slice(0, -1) })),
  },
  {
    id: 'errors.data.too-many',
    title: 'an element more than the shape says',
    spec: rest('Tensor Data'),
    message: withInput((input) => ({ ...input, data: [...input.data, input.data[0]] })),
  },
  {
    id: 'errors.data.element',
    title: 'an object among the elements',
    spec: rest('Tensor Data'),
    message: withInput((input) => ({ ...input, data: [{}, ...input.data.slice(1)] })),
  },
];
