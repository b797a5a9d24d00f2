/** Bubbles that rise: x, y and radius of each. */
const BUBBLES = [
  [84, 150, 9],
  [66, 112, 6],
  [92, 84, 11],
  [74, 46, 7],
  [400, 96, 6],
  [418, 66, 9],
] as const;

/** A goldfish, which has no limbs: close to the four, and none of them. */
export const goldfish = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360">
  <defs>
    <linearGradient id="water" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#d3eef0"/><stop offset="1" stop-color="#5fa9b8"/>
    </linearGradient>
    <linearGradient id="scales" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#f79a3e"/><stop offset="1" stop-color="#f6c069"/>
    </linearGradient>
  </defs>
  <rect width="480" height="360" fill="url(#water)"/>
  <g fill="#f2fbfa" opacity=".35">
    <path d="M120 0 L60 360 H130 L176 0Z"/><path d="M268 0 L250 360 H296 L300 0Z"/><path d="M372 0 L420 360 H470 L404 0Z"/>
  </g>
  <!-- ground and weeds -->
  <path d="M0 322 C90 296 170 312 250 308 C340 302 410 316 480 300 V360 H0Z" fill="#d8c08f"/>
  <path d="M0 338 C110 318 200 334 300 326 C380 322 430 332 480 322 V360 H0Z" fill="#c9ad78"/>
  <g fill="#8d8f83"><ellipse cx="402" cy="318" rx="34" ry="16"/><ellipse cx="366" cy="324" rx="19" ry="10" fill="#a4a698"/></g>
  <g fill="none" stroke="#3f8f68" stroke-width="13" stroke-linecap="round">
    <path d="M36 326 C14 280 56 256 34 206"/><path d="M64 322 C84 286 46 262 68 226"/>
    <path d="M438 314 C418 270 462 238 440 184"/><path d="M462 312 C474 284 456 266 468 240" stroke="#58a77c"/>
  </g>
  <!-- tail -->
  <path d="M322 184 C356 150 396 118 446 126 C428 146 420 164 416 182 C424 204 434 222 452 246 C404 252 356 222 322 196Z"
        fill="#f28b33"/>
  <g fill="none" stroke="#f7b568" stroke-width="4" stroke-linecap="round">
    <path d="M344 182 C370 162 396 146 424 138"/><path d="M346 190 H402"/><path d="M344 198 C370 214 398 230 428 238"/>
  </g>
  <!-- fins -->
  <path d="M172 128 C190 82 250 66 308 88 C300 104 300 118 306 140Z" fill="#f28b33"/>
  <g fill="none" stroke="#f7b568" stroke-width="4" stroke-linecap="round">
    <path d="M206 126 C212 108 224 98 240 90"/><path d="M240 124 C246 108 256 100 272 94"/><path d="M274 128 C278 114 284 106 294 98"/>
  </g>
  <path d="M214 252 C210 280 224 300 252 308 C258 288 262 270 258 248Z" fill="#f28b33"/>
  <path d="M288 236 C294 256 308 268 328 270 C328 252 326 238 316 222Z" fill="#f28b33"/>
  <!-- body -->
  <path d="M104 194 C112 150 164 118 224 120 C282 122 318 152 340 190 C316 230 278 258 222 260 C160 260 112 236 104 194Z"
        fill="url(#scales)"/>
  <path d="M112 212 C128 244 168 260 222 260 C266 258 300 242 322 214 C286 238 190 246 112 212Z" fill="#fbdfa4"/>
  <g fill="none" stroke="#e9812c" stroke-width="3.5" stroke-linecap="round">
    <path d="M214 154 Q228 164 214 174"/><path d="M246 154 Q260 164 246 174"/><path d="M278 160 Q292 170 278 180"/>
    <path d="M230 180 Q244 190 230 200"/><path d="M262 180 Q276 190 262 200"/><path d="M294 182 Q306 190 294 200"/>
    <path d="M214 204 Q228 214 214 224"/><path d="M246 206 Q260 216 246 226"/>
  </g>
  <!-- head -->
  <path d="M176 128 C196 160 198 216 172 252 C132 244 108 226 104 194 C108 164 138 138 176 128Z" fill="#f6913a"/>
  <path d="M190 186 C216 178 240 192 250 214 C226 222 198 214 188 202Z" fill="#ef7f2a"/>
  <path d="M106 206 C114 212 124 212 132 206" fill="none" stroke="#b4551c" stroke-width="4.5" stroke-linecap="round"/>
  <circle cx="148" cy="174" r="18" fill="#fffbe9"/><circle cx="145" cy="175" r="11" fill="#26231f"/>
  <circle cx="141" cy="170" r="4" fill="#fff"/>
  <ellipse cx="164" cy="208" rx="10" ry="6" fill="#f9b072"/>
  <g fill="none" stroke="#f4fdfd" stroke-width="3.5">
    ${BUBBLES.map(([x, y, radius]) => `<circle cx="${x}" cy="${y}" r="${radius}"/>`).join('')}
  </g>
</svg>`;
