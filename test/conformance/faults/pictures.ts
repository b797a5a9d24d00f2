import { hasBinaryInput, inferring, isPicture, refusing, type WrongServer } from './wrong-server.js';

/** Wrong in pictures. */
export const WRONG_IN_PICTURES: WrongServer[] = [
  {
    does: 'takes no pictures in base64',
    faults: refusing((asked) => isPicture(asked) && !hasBinaryInput(asked)),
    fails: { 'picture.base64': /expected status 200, received 400/ },
    alsoOthers: true,
  },
  {
    does: 'answers one output alone for a picture',
    faults: inferring(({ outputs, ...body }) => ({ ...body, outputs: outputs.slice(0, 1) }), isPicture),
    fails: { 'picture.base64': /expected the outputs \["logits","shares"\], received \["logits"\]/ },
  },
];
