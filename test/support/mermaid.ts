/** A node of a flowchart: `http["1 http/json.ts<br/>parses the text"]` is called http and has two lines. */
export interface FlowNode {
  id: string;
  lines: string[];
}

/** An arrow between two nodes, by their names. */
export interface FlowArrow {
  from: string;
  to: string;
  label: string | undefined;
}

export interface Flowchart {
  nodes: Map<string, FlowNode>;
  arrows: FlowArrow[];
}

const NODE = /^([\w-]+)(?:\["([^"]*)"\]|\(\["([^"]*)"\]\))$/;
const ARROW = /^([\w-]+) (?:-->|-- "([^"]+)" -->|-\. "([^"]+)" \.->) ([\w-]+)$/;

/** The flowcharts of a document, in order. */
export function flowchartsOf(markdown: string): Flowchart[] {
  return [...markdown.matchAll(/^```mermaid\nflowchart \w+\n(.*?)^```$/gms)].map(([, text]) =>
    parseFlowchart(text!),
  );
}

/**
 * Reads the few forms of Mermaid that the documents use: one node, one arrow or the frame of a subgraph a line.
 * @throws Error for any other line
 */
function parseFlowchart(text: string): Flowchart {
  const nodes = new Map<string, FlowNode>();
  const arrows: FlowArrow[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    const node = NODE.exec(line);
    const arrow = ARROW.exec(line);
    if (node) nodes.set(node[1]!, { id: node[1]!, lines: (node[2] ?? node[3])!.split('<br/>') });
    else if (arrow) arrows.push({ from: arrow[1]!, to: arrow[4]!, label: arrow[2] ?? arrow[3] });
    else if (!/^(|end|subgraph .+|direction \w+)$/.test(line)) {
      throw new Error(`expected a node, an arrow or a subgraph in a line of its own, found ${line}`);
    }
  }
  return { nodes, arrows };
}
