import type { Panel, Row } from './panel.js';
import { inferenceServer, pictures, predictions } from './rows/pictures.js';
import { goldenSignals, stages } from './rows/requests.js';
import { processes, saturation, workers } from './rows/servers.js';

const ROWS: Row[] = [
  ...[goldenSignals, stages, saturation, workers],
  ...[pictures, predictions, inferenceServer, processes],
];
const COLUMNS = 24;
const HEIGHTS: Record<Panel['type'], number> = { timeseries: 8, heatmap: 8, table: 8, stat: 4 };
const PROMETHEUS = { type: 'prometheus', uid: '${datasource}' };

/** A drop-down list of the values of a label. `.*` finds also what has not got the label. */
const variable = (name: string, label: string, where: string) => ({
  name,
  label,
  type: 'query',
  datasource: PROMETHEUS,
  query: { query: `label_values(tetrapod_build_info{${where}}, ${name})`, refId: name },
  definition: `label_values(tetrapod_build_info{${where}}, ${name})`,
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  allValue: '.*',
  current: { selected: true, text: ['All'], value: ['$__all'] },
  hide: 0,
  options: [],
  regex: '',
  skipUrlSync: false,
});

const VARIABLES = [
  {
    name: 'datasource',
    label: 'Prometheus',
    type: 'datasource',
    query: 'prometheus',
    current: {},
    hide: 0,
    includeAll: false,
    multi: false,
    options: [],
    refresh: 1,
    regex: '',
    skipUrlSync: false,
  },
  variable('namespace', 'Namespace', ''),
  variable('job', 'Job', 'namespace=~"$namespace"'),
  variable('pod', 'Pod', 'namespace=~"$namespace", job=~"$job"'),
  variable('instance', 'Instance', 'namespace=~"$namespace", job=~"$job", pod=~"$pod"'),
];

/** @returns the dashboard as Grafana 10.4 and newer imports it; newer ones bring the schema up to date */
export function dashboard(): object {
  return {
    uid: 'tetrapod',
    title: 'Tetrapod',
    description: 'What the Tetrapod servers do, how well, and whether their pictures change.',
    tags: ['tetrapod'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    annotations: { list: [] },
    links: [],
    templating: { list: VARIABLES },
    panels: layOut(ROWS),
  };
}

/** From left to right and from top to bottom; a panel that does not fit its line begins another. */
function layOut(rows: readonly Row[]): object[] {
  const placed: object[] = [];
  let y = 0;
  const id = () => placed.length + 1;
  for (const { title, panels } of rows) {
    placed.push({
      id: id(),
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
      panels: [],
    });
    y += 1;
    let x = 0;
    let height = 0;
    for (const panel of panels) {
      if (x + panel.width > COLUMNS) [x, y, height] = [0, y + height, 0];
      const h = HEIGHTS[panel.type];
      placed.push({ id: id(), gridPos: { x, y, w: panel.width, h }, ...drawn(panel) });
      x += panel.width;
      height = Math.max(height, h);
    }
    y += height;
  }
  return placed;
}

function drawn(panel: Panel): object {
  const { type, title, description, unit, queries } = panel;
  const isNow = type === 'stat' || type === 'table';
  return {
    type,
    title,
    description,
    datasource: PROMETHEUS,
    fieldConfig: { defaults: { unit, ...(type === 'timeseries' ? curves(panel) : {}) }, overrides: [] },
    options: OPTIONS[type],
    ...(type === 'table' ? { transformations: [LABELS_ONLY] } : {}),
    targets: queries.map(({ expr, legend }, i) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + i),
      datasource: PROMETHEUS,
      expr,
      legendFormat: legend,
      editorMode: 'code',
      format: type === 'heatmap' ? 'heatmap' : type === 'table' ? 'table' : 'time_series',
      instant: isNow,
      range: !isNow,
    })),
  };
}

const curves = ({ isStacked }: Panel) => ({
  min: 0,
  custom: {
    drawStyle: 'line',
    lineWidth: 1,
    fillOpacity: isStacked ? 40 : 0,
    stacking: { mode: isStacked ? 'normal' : 'none', group: 'A' },
    showPoints: 'never',
    spanNulls: false,
  },
});

const OPTIONS: Record<Panel['type'], object> = {
  timeseries: {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  stat: {
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    colorMode: 'none',
    graphMode: 'none',
    textMode: 'auto',
  },
  heatmap: {
    calculate: false,
    cellGap: 1,
    color: { mode: 'scheme', scheme: 'Blues', steps: 64 },
    yAxis: { axisPlacement: 'left' },
    tooltip: { mode: 'single', yHistogram: false },
  },
  table: { showHeader: true, cellHeight: 'sm' },
};

/** The value of an info metric is always 1. */
const LABELS_ONLY = {
  id: 'organize',
  options: { excludeByName: { Time: true, Value: true, __name__: true } },
};
