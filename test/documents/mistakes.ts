export const fenced = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`;
export const CURL = 'curl -s http://127.0.0.1:3000/predict -F file=@docs/pictures/frog.jpg';
const FROG = '{ "predictions": [{ "label": "Amphibian", "confidence": 0.9339845 }], "latency_ms": 1.5 }';
const PYTHON =
  'import urllib.request\nprint(urllib.request.urlopen("http://127.0.0.1:3000/health/ready").status)';
const CLIENT =
  "import { Tetrapod } from 'tetrapod-client';\nconsole.log(await new Tetrapod('http://127.0.0.1:3000').ready());";
const IMAGE = 'docker build -t tetrapod .\n';

interface Case {
  what: string;
  right: string;
  /** What is written wrongly, and how. */
  from: string;
  to: string;
  message: RegExp;
}

/** A document of each kind, and a mistake that has to be found in it. */
export const CASES: Case[] = [
  { what: 'an option of curl', right: fenced('sh', CURL), from: '-F', to: '--frm', message: /option --frm/ },
  {
    what: 'a picture',
    right: fenced('sh', CURL),
    from: 'frog',
    to: 'toad',
    message: /exit code 0, received 26/,
  },
  {
    what: 'a confidence',
    right: fenced('sh', CURL) + fenced('json', FROG),
    from: '0.93',
    to: '0.94',
    message: /predictions\[0\]\.confidence: expected 0\.9439845/,
  },
  {
    what: 'a field',
    right: fenced('sh', CURL) + fenced('json', FROG),
    from: 'latency_ms',
    to: 'latency',
    message: /latency: expected it, found none/,
  },
  {
    what: 'a printed line',
    right: fenced('python', PYTHON) + fenced('text', '200'),
    from: '200\n',
    to: '201\n',
    message: /expected the line\s+201/,
  },
  {
    what: 'a call of Python',
    right: fenced('python', PYTHON),
    from: 'urlopen',
    to: 'open_url',
    message: /AttributeError/,
  },
  {
    what: 'a call of the client',
    right: fenced('ts', CLIENT),
    from: 'ready',
    to: 'isReady',
    message: /isReady is not a function/,
  },
  {
    what: 'an option of tetrapod',
    right: fenced('sh', 'npx tetrapod classify docs/pictures --top-k 1'),
    from: '--top-k',
    to: '--topk',
    message: /unknown option '--topk'/,
  },
  {
    what: 'a script',
    right: fenced('sh', 'npm ci'),
    from: 'ci',
    to: 'run strat',
    message: /Missing script: "strat"/,
  },
  {
    what: 'a test',
    right: fenced('sh', 'npm test -- --testPathPatterns softmax'),
    from: 'softmax',
    to: 'softmaxx',
    message: /exit code 0, received 1/,
  },
  {
    what: 'a variable of a server that is started',
    right: fenced('sh', 'WORKERS=1 npm start'),
    from: '=1',
    to: '=one',
    message: /WORKERS: expected a whole number/,
  },
  {
    what: 'a model',
    right: fenced('sh', 'npx tetrapod pull Xenova/resnet-50'),
    from: 'resnet-50',
    to: 'resnet-51',
    message: /resnet-51/,
  },
  {
    what: 'an option of docker',
    right: fenced('sh', IMAGE),
    from: '-t',
    to: '-tag',
    message: /unknown option -tag/,
  },
  {
    what: 'an image',
    right: fenced('sh', `${IMAGE}docker run --env AUTH=off -p 127.0.0.1:3000:3000 tetrapod`),
    from: '3000 tetrapod',
    to: '3000 tetrapot',
    message: /Unable to find image 'tetrapot'/,
  },
  {
    what: 'a port of a container',
    right: fenced('sh', `${IMAGE}docker run --env AUTH=off -p 127.0.0.1:3000:3000 tetrapod`),
    from: ':3000 ',
    to: ':8080 ',
    message: /nothing listens on the port 8080/,
  },
  {
    what: 'what a container needs to know',
    right: fenced('sh', `${IMAGE}docker run --env AUTH=off -p 127.0.0.1:3000:3000 tetrapod`),
    from: '--env AUTH=off ',
    to: '',
    message: /AUTH=off, if everybody/,
  },
  {
    what: 'an option of kubectl',
    right: fenced('sh', 'echo a >keys\nkubectl create secret generic k --from-file=keys'),
    from: '--from-file',
    to: '--from-fle',
    message: /unknown flag: --from-fle/,
  },
  {
    what: 'a namespace',
    right: fenced('sh', 'kubectl create namespace here\nkubectl --namespace here create secret generic k'),
    from: '--namespace here',
    to: '--namespace there',
    message: /namespaces "there" not found/,
  },
  {
    what: 'a value of the chart',
    right: fenced('sh', 'helm install tetrapod deploy/helm/tetrapod --set replicaCount=2'),
    from: 'replicaCount',
    to: 'replicas',
    message: /additional properties 'replicas' not allowed/,
  },
  {
    what: 'what a console prints',
    right: fenced('console', '$ npx tetrapod --version\n0.1.0'),
    from: '0.1.0\n',
    to: '0.1.1\n',
    message: /expected the line\s+0\.1\.1/,
  },
  {
    what: 'a field of a manifest',
    right: fenced('yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  b: c'),
    from: '\ndata',
    to: '\ndada',
    message: /'"dada"' does not exist/,
  },
  {
    what: 'a variable',
    right: fenced('env', 'QUEUE_MAX=12'),
    from: 'QUEUE_MAX',
    to: 'QUEUE_MAXX',
    message: /QUEUE_MAXX is no variable/,
  },
  {
    what: 'an arrow of a diagram',
    right: fenced('mermaid', 'flowchart LR\n  a --> b'),
    from: '-->',
    to: '->>',
    message: /a statement of a flowchart/,
  },
  {
    what: 'another machine',
    right: fenced('sh', CURL),
    from: '127.0.0.1:3000',
    to: 'example.org',
    message: /names http:\/\/example\.org; say in the document's plan/,
  },
];
