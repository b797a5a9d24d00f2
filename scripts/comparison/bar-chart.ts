import { escapeXml, opening } from '../../src/cli/bench/svg/look.js';

export interface Bar {
  name: string;
  value: number;
}

export interface BarGroup {
  name: string;
  bars: Bar[];
}

export interface BarChart {
  title: string;
  /** What the lengths are, with their unit. */
  note: string;
  /** Side by side. */
  panels: { name: string; groups: BarGroup[] }[];
}

const WIDTH = 760;
const MARGIN = 20;
const TOP = 72;
const NAME_WIDTH = 96;
const VALUE_WIDTH = 48;
const BAR = { height: 15, pitch: 20 };
const GROUP_HEAD = 22;
const GROUP_GAP = 12;

/**
 * Bars beside their names and values as an SVG document of its own, which follows the reader's light or dark colours.
 * They begin at 0, and the longest of each group fills the width, so lengths are to be compared within a group alone.
 * A name has one colour throughout; at most four names.
 */
export function barChart({ title, note, panels }: BarChart): string {
  const names = [
    ...new Set(panels.flatMap(({ groups }) => groups.flatMap(({ bars }) => bars.map(({ name }) => name)))),
  ];
  const width = (WIDTH - 2 * MARGIN) / Math.max(panels.length, 1);
  const bottoms = panels.map(({ groups }) => groups.reduce((y, group) => y + heightOf(group), TOP + 30));
  const height = Math.max(TOP, ...bottoms);
  const drawn = panels.flatMap(({ name, groups }, i) => {
    const left = MARGIN + i * width;
    let y = TOP + 30;
    const parts = [`<text class="heading" x="${left}" y="${TOP + 14}">${escapeXml(name)}</text>`];
    for (const group of groups) {
      parts.push(...drawnGroup(group, names, left, y, width - MARGIN));
      y += heightOf(group);
    }
    return parts;
  });
  const parts = [
    ...opening(title, WIDTH, height),
    `<text class="heading" x="${MARGIN}" y="30">${escapeXml(title)}</text>`,
    `<text x="${MARGIN}" y="52">${escapeXml(note)}</text>`,
    ...drawn,
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

const heightOf = ({ bars }: BarGroup) => GROUP_HEAD + bars.length * BAR.pitch + GROUP_GAP;

function drawnGroup(
  { name, bars }: BarGroup,
  names: readonly string[],
  left: number,
  top: number,
  width: number,
): string[] {
  const longest = Math.max(...bars.map(({ value }) => value));
  const start = left + NAME_WIDTH;
  const full = width - NAME_WIDTH - VALUE_WIDTH;
  return [
    `<text x="${left}" y="${top + 14}">${escapeXml(name)}</text>`,
    ...bars.flatMap((bar, i) => {
      const y = top + GROUP_HEAD + i * BAR.pitch;
      const length = Number(((bar.value / longest) * full).toFixed(1));
      return [
        `<text class="tick-y" x="${start - 8}" y="${y + 12}">${escapeXml(bar.name)}</text>`,
        `<path class="mark c${names.indexOf(bar.name)}" d="M${start} ${y}h${length}v${BAR.height}h-${length}z"/>`,
        `<text x="${Number((start + length + 6).toFixed(1))}" y="${y + 12}">${bar.value}</text>`,
      ];
    }),
  ];
}
