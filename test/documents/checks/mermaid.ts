import { nameOf, type Block } from '../blocks.js';

/** Text between brackets: quoted, or without anything that Mermaid would take for its own. */
const LABEL = String.raw`(?:"[^"]+"|[^\[\](){}|"]+)`;
const SHAPE = String.raw`(?:\(\[${LABEL}\]\)|\[\(${LABEL}\)\]|\(\(${LABEL}\)\)|\[${LABEL}\]|\(${LABEL}\)|\{${LABEL}\})`;
/** "end" ends a subgraph, in whatever place it stands. */
const NODE = String.raw`(?!end\b)[A-Za-z][\w./]*(?:-[\w./]+)*${SHAPE}?(?::::\w+)?`;
const NODES = String.raw`${NODE}(?: & ${NODE})*`;
const TEXT = String.raw`(?:"[^"]+"|[\w ,.'/]+?)`;
const LINK = String.raw`(?:-->|---|-\.->|==>|<-->|-- ${TEXT} -->|-\. ${TEXT} \.->|== ${TEXT} ==>)(?:\|${LABEL}\|)?`;
const PERSON = String.raw`[A-Za-z]\w*`;

/** The part of Mermaid's language that these documents use, a statement a line. */
const STATEMENTS: Record<string, RegExp[]> = {
  flowchart: [
    new RegExp(`^${NODES}(?: ${LINK} ${NODES})*$`),
    new RegExp(`^subgraph [\\w-]+(?:\\[${LABEL}\\])?$`),
    /^end$/,
    /^direction (?:TB|TD|BT|LR|RL)$/,
    /^classDef \w+ [\w-]+:[^;]+$/,
    /^class [\w,-]+ \w+$/,
  ],
  sequenceDiagram: [
    new RegExp(`^(?:participant|actor) ${PERSON}(?: as [^;]+)?$`),
    new RegExp(`^${PERSON}(?:->>|-->>|->|-->|-\\)|-x)[+-]?${PERSON}: ?[^;]+$`),
    new RegExp(`^Note (?:over|left of|right of) ${PERSON}(?:,${PERSON})?: ?[^;]+$`),
    /^(?:loop|alt|else|opt|par|and|critical|option|break|rect) ?[^;]*$/,
    /^(?:end|autonumber|(?:de)?activate \w+)$/,
  ],
  'stateDiagram-v2': [
    /^(?:\[\*\]|\w+) --> (?:\[\*\]|\w+)(?: ?: ?.+)?$/,
    /^\w+ ?: ?.+$/,
    /^state (?:"[^"]+" as )?\w+(?: \{)?$/,
    /^(?:\}|direction (?:TB|LR))$/,
    /^note (?:left|right) of \w+(?: ?: ?.+)?$/,
  ],
};
const HEAD = /^(flowchart|graph) (?:TB|TD|BT|LR|RL)$|^(sequenceDiagram|stateDiagram-v2)$/;
const OPENS = /^(?:subgraph|loop|alt|opt|par|critical|break|rect)\b/;

/** A diagram that Mermaid can draw: every line is a statement of its kind, and what is opened is closed. */
export function drawable(block: Block): void {
  const lines = block.text.split('\n').map((line) => line.trim());
  const [head = '', ...rest] = lines;
  const [, flowchart, other] = HEAD.exec(head) ?? [];
  const statements = STATEMENTS[flowchart === undefined ? (other ?? '') : 'flowchart'];
  const fail = (index: number, expected: string) => {
    throw new Error(
      `${block.document}:${block.line + 1 + index}: expected ${expected}, found: ${lines[index]}`,
    );
  };
  if (!statements) {
    fail(0, 'a flowchart with its direction, a sequenceDiagram or a stateDiagram-v2');
    return;
  }
  let depth = 0;
  rest.forEach((line, index) => {
    if (line === '' || line.startsWith('%%')) return;
    if (!statements.some((statement) => statement.test(line)))
      fail(index + 1, `a statement of a ${flowchart ?? other}`);
    if (OPENS.test(line)) depth++;
    if (line === 'end') depth--;
  });
  if (depth !== 0) throw new Error(`${nameOf(block)}: expected an end for each subgraph and loop`);
}
