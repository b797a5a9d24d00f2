/** Five splayed toes with round pads, each 20 units long, from the wrist (x, y). */
function toes(x: number, y: number, angles: readonly number[]): string {
  return angles
    .map((degrees) => {
      const radians = (degrees * Math.PI) / 180;
      const tipX = (x + 20 * Math.cos(radians)).toFixed(1);
      const tipY = (y + 20 * Math.sin(radians)).toFixed(1);
      return `<path d="M${x} ${y} L${tipX} ${tipY}"/><circle cx="${tipX}" cy="${tipY}" r="2.5"/>`;
    })
    .join('');
}

/** One course of the wall: stones from x = -40 to the right edge. */
function stones(y: number, widths: readonly number[]): string {
  let x = -40;
  return widths
    .map((width) => {
      const stone = `<rect x="${x}" y="${y}" width="${width}" height="62" rx="9"/>`;
      x += width + 11;
      return stone;
    })
    .join('');
}

/** A day gecko that basks on a warm wall: the reptile of the documentation. */
export const gecko = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360">
  <rect width="480" height="360" fill="#f8e9cf"/>
  <g fill="#f1d9b3">
    ${stones(-20, [150, 190, 160, 150])}${stones(53, [90, 170, 200, 130])}${stones(126, [170, 150, 180, 140])}
    ${stones(199, [110, 200, 140, 180])}${stones(272, [180, 150, 190, 120])}${stones(345, [100, 190, 160, 150])}
  </g>
  <!-- leaves that hang over the wall, and the shadow of the gecko -->
  <g fill="#a9c98a">
    <path d="M480 0 C440 6 404 30 396 66 C436 66 468 44 480 12Z"/>
    <path d="M480 44 C456 56 440 78 442 106 C464 100 478 84 480 66Z" fill="#8fb873"/>
    <path d="M0 360 C6 322 30 296 66 288 C72 322 52 348 24 360Z"/>
    <path d="M34 360 C54 338 80 330 108 336 C100 352 90 358 80 360Z" fill="#8fb873"/>
  </g>
  <g fill="none" stroke="#e3c496" stroke-linecap="round" transform="translate(4 16)">
    <path d="M150 110 C190 150 250 176 290 214" stroke-width="66"/>
    <path d="M290 214 C330 252 352 308 404 308 C446 308 456 262 430 244" stroke-width="20"/>
  </g>
  <!-- tail -->
  <path d="M262 216 C304 262 330 330 396 332 C452 334 474 286 452 252 C442 238 424 234 414 244
           C410 250 414 258 422 258 C438 262 440 290 418 300 C372 316 346 248 312 192Z" fill="#58b368"/>
  <!-- legs -->
  <g fill="none" stroke="#4aa25c" stroke-width="19" stroke-linecap="round" stroke-linejoin="round">
    <path d="M182 122 L222 92 L212 56"/><path d="M154 160 L112 186 L90 168"/>
    <path d="M296 196 L350 184 L366 148"/><path d="M262 224 L232 270 L192 272"/>
  </g>
  <g fill="#4aa25c" stroke="#4aa25c" stroke-width="7" stroke-linecap="round">
    ${toes(212, 52, [182, 222, 262, 302, 342])}
    ${toes(86, 166, [110, 152, 194, 236, 278])}
    ${toes(368, 142, [200, 242, 284, 326, 8])}
    ${toes(186, 272, [80, 122, 164, 206, 248])}
  </g>
  <!-- body -->
  <path d="M140 138 C152 170 196 204 238 224 C262 236 290 238 306 222 C322 204 318 180 298 164
           C262 136 214 104 176 100Z" fill="#62c074"/>
  <path d="M160 124 C200 140 262 172 296 204 C330 240 352 300 404 314" fill="none" stroke="#8bd98f" stroke-width="9"
        stroke-linecap="round"/>
  <g fill="#ee6f3d">
    <ellipse cx="206" cy="132" rx="8" ry="6"/><ellipse cx="192" cy="164" rx="8" ry="6"/>
    <ellipse cx="242" cy="150" rx="9" ry="7"/><ellipse cx="228" cy="192" rx="9" ry="7"/>
    <ellipse cx="280" cy="176" rx="8" ry="7"/><ellipse cx="266" cy="212" rx="8" ry="6"/>
    <ellipse cx="316" cy="216" rx="5" ry="6"/><ellipse cx="306" cy="248" rx="5" ry="6"/>
    <ellipse cx="344" cy="264" rx="4" ry="5"/><ellipse cx="336" cy="290" rx="4" ry="5"/>
  </g>
  <!-- head: it looks to the upper left -->
  <g transform="translate(136 106) rotate(-137)">
    <path d="M-40 -30 C-14 -44 14 -42 34 -30 C58 -20 76 -10 76 0 C76 10 58 20 34 30 C14 42 -14 44 -40 30Z" fill="#6acb7b"/>
    <circle cx="64" cy="-6" r="2" fill="#3d8c4f"/><circle cx="64" cy="6" r="2" fill="#3d8c4f"/>
    <path d="M56 -3 C44 -9 30 -13 22 -6 C18 -2 18 2 22 6 C30 13 44 9 56 3Z" fill="#ee6f3d"/>
    <path d="M-4 -4 C-14 -10 -24 -8 -30 0 C-24 8 -14 10 -4 4Z" fill="#ee6f3d"/>
    <circle cx="14" cy="-32" r="16" fill="#55b067"/><circle cx="14" cy="32" r="16" fill="#55b067"/>
    <circle cx="15" cy="-33" r="12" fill="#f8d65a"/><circle cx="15" cy="33" r="12" fill="#f8d65a"/>
    <ellipse cx="15" cy="-33" rx="8" ry="4.5" fill="#26241f"/><ellipse cx="15" cy="33" rx="8" ry="4.5" fill="#26241f"/>
    <circle cx="18" cy="-31.5" r="2" fill="#fff"/><circle cx="18" cy="34.5" r="2" fill="#fff"/>
  </g>
</svg>`;
