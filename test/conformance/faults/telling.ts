import type { Body } from './wrong-server.js';
import { accepting, at, withFields, withStatus, type WrongServer } from './wrong-server.js';

const LIVE = /\/health\/live$/;
const READY = /\/health\/ready$/;
const SERVER = /^\/v2\/?$/;
const METADATA = /^\/v2\/models\/linear(\/versions\/7)?$/;
const MODEL_READY = /\/linear\/ready$/;

/** Wrong in what they tell of themselves and of the model. */
export const WRONG_IN_TELLING: WrongServer[] = [
  {
    does: 'is not alive',
    faults: withStatus(LIVE, 503),
    fails: { 'server.live': /expected status 200, received 503/ },
  },
  {
    does: 'is alive without saying so',
    faults: withFields(LIVE, { live: undefined }),
    fails: { 'server.live.body': /expected "live" to be true, received nothing/ },
  },
  {
    does: 'is not ready',
    faults: withStatus(READY, 503),
    fails: { 'server.ready': /expected status 200, received 503/ },
  },
  {
    does: 'says that it is not ready, with status 200',
    faults: withFields(READY, { ready: false }),
    fails: { 'server.ready.body': /expected "ready" to be true, received false/ },
  },
  {
    does: 'has no version',
    faults: withFields(SERVER, { version: 3 }),
    fails: { 'server.metadata': /expected "version" to be a text, received 3/ },
  },
  {
    does: 'tells its extensions as one text',
    faults: withFields(SERVER, { extensions: 'classification' }),
    fails: { 'server.metadata': /expected "extensions" to be texts, received "classification"/ },
  },
  {
    does: 'knows /v2, and not /v2/',
    faults: withStatus(/^\/v2\/$/, 404),
    fails: { 'server.metadata.slash': /GET \/v2\/: expected status 200, received 404/ },
  },
  {
    does: 'tells another name of the model',
    faults: withFields(METADATA, { name: 'other' }),
    fails: { 'model.metadata': /expected "name" to be "linear", received "other"/ },
  },
  {
    does: 'tells no platform',
    faults: withFields(METADATA, { platform: undefined }),
    fails: { 'model.metadata': /expected "platform" to be a text, received nothing/ },
  },
  {
    does: 'tells no outputs',
    faults: withFields(METADATA, { outputs: [] }),
    fails: {
      'model.metadata': /expected "outputs" to be an array of at least one tensor, received \[\]/,
    },
  },
  {
    does: 'tells a data type that is not in the table',
    faults: at(METADATA, (answer) => {
      const { outputs } = answer.body as Body;
      return {
        ...answer,
        body: { ...(answer.body as Body), outputs: [{ ...outputs[0], datatype: 'float32' }] },
      };
    }),
    fails: {
      'model.metadata.tensors': /expected outputs\[0\] to be of a data type of the table, received "float32"/,
    },
    alsoOthers: true,
  },
  {
    does: 'tells of two outputs of one name',
    faults: at(METADATA, (answer) => {
      const { outputs } = answer.body as Body;
      return { ...answer, body: { ...(answer.body as Body), outputs: [outputs[0], outputs[0]] } };
    }),
    fails: {
      'model.metadata.tensors': /expected "outputs" to differ in name, received \["logits","logits"\]/,
    },
    alsoOthers: true,
  },
  {
    does: 'tells the versions as numbers',
    faults: withFields(METADATA, { versions: [7] }),
    fails: { 'model.metadata.versions': /expected "versions" to be texts, received \[7\]/ },
  },
  {
    does: 'tells another platform for the version',
    faults: withFields(/\/versions\/7$/, { platform: 'other' }),
    fails: { 'model.metadata.by-version': /expected "platform" to be "onnx_onnxv1", received "other"/ },
  },
  {
    does: 'has a model that is not ready',
    faults: withStatus(MODEL_READY, 503),
    fails: { 'model.ready': /expected status 200, received 503/ },
  },
  {
    does: 'says with status 200 that the model is not ready',
    faults: withFields(MODEL_READY, { ready: false }),
    fails: {
      'model.ready.body': /expected {"name":"linear","ready":true}, received {"name":"linear","ready":false}/,
    },
  },
  {
    does: 'has a version that is not ready',
    faults: withStatus(/\/versions\/7\/ready$/, 404),
    fails: { 'model.ready.by-version': /expected status 200, received 404/ },
  },
  accepting(
    'model',
    ['model.unknown.metadata', 'model.unknown.ready', 'model.unknown.infer'],
    'any name for its model',
  ),
  accepting(
    'version',
    ['version.unknown.metadata', 'version.unknown.ready', 'version.unknown.infer'],
    'any version for that of its model',
  ),
];
