import { escapeXml, LINE_COUNT, marker, opening } from './look.js';
import { scaleFor, type Scale, type ScaleKind } from './scale.js';

export interface Axis {
  /** What it shows, with its unit. */
  label: string;
  scale: ScaleKind;
}

export interface Point {
  x: number;
  y: number;
  /** Written beside the point. */
  label?: string;
}

export interface Series {
  name: string;
  points: Point[];
}

export interface Chart {
  title: string;
  x: Axis;
  y: Axis;
  /** At most four; each is a line with its own marker. */
  series: Series[];
}

const WIDTH = 760;
const HEIGHT = 440;
const PLOT = { left: 76, right: WIDTH - 24, top: 84, bottom: HEIGHT - 60 };

/** A chart of lines as an SVG document of its own, which follows the reader's light or dark colours. */
export function lineChart({ title, x, y, series }: Chart): string {
  const points = series.flatMap((line) => line.points);
  const across = scaleFor(
    points.map((point) => point.x),
    x.scale,
    PLOT.left,
    PLOT.right,
  );
  const up = scaleFor(
    points.map((point) => point.y),
    y.scale,
    PLOT.bottom,
    PLOT.top,
  );
  const parts = [
    ...opening(title, WIDTH, HEIGHT),
    `<text class="heading" x="${PLOT.left}" y="32">${escapeXml(title)}</text>`,
    ...legend(series),
    ...grid(across, up),
    `<text class="axis" x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 16}">${escapeXml(x.label)}</text>`,
    `<text class="axis" transform="translate(20 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)">${escapeXml(y.label)}</text>`,
    ...series.slice(0, LINE_COUNT).flatMap((line, i) => drawn(line, i, across, up)),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function legend(series: readonly Series[]): string[] {
  const width = (PLOT.right - PLOT.left) / Math.max(series.length, 1);
  return series.map(({ name }, i) => {
    const left = PLOT.left + 6 + i * width;
    return `${marker(i, left, 56)}<text x="${place(left + 12)}" y="60">${escapeXml(name)}</text>`;
  });
}

function grid(across: Scale, up: Scale): string[] {
  const { left, right, top, bottom } = PLOT;
  const columns = across.ticks.map((tick) => {
    const x = place(across.place(tick));
    return `<path class="grid" d="M${x} ${top}V${bottom}"/><text class="tick-x" x="${x}" y="${bottom + 18}">${tick}</text>`;
  });
  const rows = up.ticks.map((tick) => {
    const y = up.place(tick);
    return `<path class="grid" d="M${left} ${place(y)}H${right}"/><text class="tick-y" x="${left - 8}" y="${place(y + 4)}">${tick}</text>`;
  });
  return [...columns, ...rows];
}

function drawn({ points }: Series, i: number, across: Scale, up: Scale): string[] {
  const placed = points
    .map(({ x, y, label }) => ({ x: across.place(x), y: up.place(y), label }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (placed.length === 0) return [];
  const path = placed.map(({ x, y }) => `${place(x)} ${place(y)}`).join('L');
  return [
    `<path class="line c${i}" d="M${path}"/>`,
    ...placed
      .filter(({ label }) => label !== undefined)
      .map(
        ({ x, y, label }) =>
          `<text class="label" x="${place(x)}" y="${place(y - 9)}">${escapeXml(label!)}</text>`,
      ),
    ...placed.map(({ x, y }) => marker(i, x, y)),
  ];
}

const place = (value: number) => Number(value.toFixed(1));
