/**
 * What the good models must answer, worked out by hand: see test/models/colour-linear/README.md for the arithmetic.
 */
export interface Picture {
  /** Side of a block in pixels. */
  readonly block: number;
  /** Rows of blocks, each in one colour, RRGGBB. */
  readonly grid: readonly (readonly string[])[];
}

export interface Answer {
  readonly picture: string;
  /** What the graph gives. */
  readonly outputs: readonly number[];
  /** One for each label, in the labels' order. */
  readonly confidences: readonly number[];
}

export interface Answers {
  readonly about: string;
  readonly pictures: Readonly<Record<string, Picture>>;
  readonly models: Readonly<
    Record<string, { readonly labels: readonly string[]; readonly answers: readonly Answer[] }>
  >;
}

const RED = 'ff0000';
const GREEN = '00ff00';
const BLUE = '0000ff';

const pictures: Record<string, Picture> = {
  red: { block: 8, grid: [[RED]] },
  green: { block: 8, grid: [[GREEN]] },
  blue: { block: 8, grid: [[BLUE]] },
  white: { block: 8, grid: [['ffffff']] },
  black: { block: 8, grid: [['000000']] },
  'red-and-blue': { block: 4, grid: [[RED, BLUE], [RED, BLUE]] }, // prettier-ignore
  'wide-with-green-middle': { block: 8, grid: [[RED, GREEN, BLUE]] },
  'tall-with-green-middle': { block: 8, grid: [[RED], [GREEN], [BLUE]] },
  // 16x16, the 8x8 in the middle red.
  'framed-red': {
    block: 4,
    grid: [
      [BLUE, BLUE, BLUE, BLUE],
      [BLUE, RED, RED, BLUE],
      [BLUE, RED, RED, BLUE],
      [BLUE, BLUE, BLUE, BLUE],
    ],
  },
};

const COLOURS = ['reddish', 'greenish', 'bluish', 'greyish'];

/** e^8 : e^-4 : e^-4 : e^4 */
const [most, least, rest] = [0.98200194, 0.00000603, 0.01798599];
/** e^4 : 1 : 1 : 1 */
const [grey, noGrey] = [0.94791499, 0.01736167];
/** e^2 : e^-4 : e^2 : e^4 */
const mixed = [0.10647887, 0.00026393, 0.10647887, 0.78677833];

const RED_ANSWER = { outputs: [8, -4, -4, 4], confidences: [most, least, least, rest] };
const GREEN_ANSWER = { outputs: [-4, 8, -4, 4], confidences: [least, most, least, rest] };
const BLUE_ANSWER = { outputs: [-4, -4, 8, 4], confidences: [least, least, most, rest] };
const GREY_ANSWER = { outputs: [0, 0, 0, 4], confidences: [noGrey, noGrey, noGrey, grey] };

const solid: Answer[] = [
  { picture: 'red', ...RED_ANSWER },
  { picture: 'green', ...GREEN_ANSWER },
  { picture: 'blue', ...BLUE_ANSWER },
  { picture: 'white', ...GREY_ANSWER },
  { picture: 'black', ...GREY_ANSWER },
  { picture: 'red-and-blue', outputs: [2, -4, 2, 4], confidences: mixed },
];
const fourColours = (answers: readonly Answer[]) => ({ labels: COLOURS, answers });

/** The graph ends in a softmax already. */
const probabilities = solid.map((answer) => ({ ...answer, outputs: answer.confidences }));

/** Half, and a quarter more or less of the mean of each channel. */
const quarters: Answer[] = [
  { picture: 'red', outputs: [0.75, 0.25, 0.25, 0.25] },
  { picture: 'blue', outputs: [0.25, 0.25, 0.75, 0.25] },
  { picture: 'white', outputs: [0.75, 0.75, 0.75, 0.25] },
].map((answer) => ({ ...answer, confidences: answer.outputs }));

export const ANSWERS: Answers = {
  about:
    'Written by scripts/make-tiny-models.ts; confidences are right within 1e-6 (1e-3 where float16). A picture is ' +
    'a grid of blocks of one colour; no filter changes it, as each model resizes it to the size that it has.',
  pictures,
  models: {
    ...Object.fromEntries(
      [
        'colour-linear',
        'nhwc',
        'float16',
        'float16-output',
        'uint8',
        'batch-1',
        'free-size',
        'two-outputs',
        'external-data',
        'manifest',
      ].map((name) => [name, fourColours(solid)]),
    ),
    probabilities: fourColours(probabilities),
    // Hugging Face pipelines apply softmax where nothing is said, so a second time here: of 0.98, 0, 0 and 0.02.
    'undeclared-probabilities': fourColours([
      {
        picture: 'red',
        outputs: RED_ANSWER.confidences,
        confidences: [0.46937695, 0.17581113, 0.17581113, 0.17900079],
      },
    ]),
    sigmoid: fourColours([
      {
        picture: 'red',
        outputs: [8, -4, -4, 4],
        confidences: [0.99966465, 0.01798621, 0.01798621, 0.98201379],
      },
      { picture: 'white', outputs: [0, 0, 0, 4], confidences: [0.5, 0.5, 0.5, 0.98201379] },
    ]),
    'label-groups': {
      labels: ['Warm', 'Cold', 'Leafy'],
      // Warm is red and yellow, Cold blue and cyan, Leafy green; magenta is left over: 0.0177 for red and for blue.
      answers: [
        { picture: 'red', outputs: [6, -2, -2, 2, -6, 2], confidences: [0.98169039, 0.00032932, 0.0003234] },
        {
          picture: 'green',
          outputs: [-2, 6, -2, 2, 2, -6],
          confidences: [0.01798029, 0.01798029, 0.9640335],
        },
        { picture: 'blue', outputs: [-2, -2, 6, -6, 2, 2], confidences: [0.00032932, 0.98169039, 0.0003234] },
      ],
    },
    'linear-probabilities': fourColours(quarters),
    'shortest-edge': fourColours([
      ...solid,
      { picture: 'wide-with-green-middle', ...GREEN_ANSWER },
      { picture: 'tall-with-green-middle', ...GREEN_ANSWER },
    ]),
    // The right half of that picture is not looked at.
    'top-left-corner': fourColours([...solid.slice(0, -1), { picture: 'red-and-blue', ...RED_ANSWER }]),
    'crop-pct': fourColours([{ picture: 'framed-red', ...RED_ANSWER }]),
  },
};
