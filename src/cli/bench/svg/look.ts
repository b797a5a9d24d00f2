/** Colours after M. Okabe and K. Ito, which colour-blind people can tell apart, lighter on dark ground. */
const LIGHT = ['#0072b2', '#c24f00', '#00805d', '#a13d7c'];
const DARK = ['#56b4e9', '#ff9e4a', '#3ddba8', '#ee9ccb'];
export const LINE_COUNT = LIGHT.length;

interface Ground {
  ground: string;
  ink: string;
  grid: string;
}

/** What every chart begins with: its size, its title, also for those who have it read to them, its look and its ground. */
export function opening(title: string, width: number, height: number): string[] {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeXml(title)}</title>`,
    style(),
    `<rect class="ground" width="${width}" height="${height}"/>`,
  ];
}

/** An SVG in an image element sees the reader's choice of light or dark, but nothing of the page around it. */
function style(): string {
  return [
    '<style>',
    'text{font:13px system-ui,sans-serif}',
    '.heading{font-size:17px;font-weight:600}',
    '.axis,.tick-x,.label{text-anchor:middle}',
    '.tick-y{text-anchor:end}',
    // The ground shines around labels, so that lines beneath leave them readable.
    '.label{font-size:11px;paint-order:stroke;stroke-width:3px}',
    '.grid{stroke-width:1}',
    '.line{fill:none;stroke-width:2}',
    colours(LIGHT, { ground: '#ffffff', ink: '#1f2328', grid: '#d8dee4' }),
    `@media (prefers-color-scheme:dark){${colours(DARK, { ground: '#0d1117', ink: '#e6edf3', grid: '#30363d' })}}`,
    '</style>',
  ].join('\n');
}

function colours(lines: readonly string[], { ground, ink, grid }: Ground): string {
  const each = lines.map((colour, i) => `.line.c${i}{stroke:${colour}}.mark.c${i}{fill:${colour}}`);
  return `.ground{fill:${ground}}text{fill:${ink}}.label{stroke:${ground}}.grid{stroke:${grid}}${each.join('')}`;
}

/** Another form for each line, so that they differ without colours, too. */
export function marker(line: number, x: number, y: number): string {
  const forms = [
    'm-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z',
    'm-4.5 -4.5h9v9h-9z',
    'm0 -5.5l5.5 9.5h-11z',
    'm0 -6l6 6l-6 6l-6 -6z',
  ];
  return `<path class="mark c${line}" d="M${x.toFixed(1)} ${y.toFixed(1)}${forms[line % forms.length]!}"/>`;
}

export function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
