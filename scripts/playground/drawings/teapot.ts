/** A teapot on a round table: an answer with no label is an answer too. */
export const teapot = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360">
  <defs>
    <linearGradient id="wall" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#f4ead9"/><stop offset="1" stop-color="#ecd9c0"/>
    </linearGradient>
  </defs>
  <rect width="480" height="360" fill="url(#wall)"/>
  <!-- window -->
  <rect x="52" y="28" width="128" height="158" rx="64" fill="#fbf6ea"/>
  <rect x="62" y="38" width="108" height="148" rx="54" fill="#bfdce0"/>
  <path d="M62 140 C92 118 128 132 170 112 V186 H62Z" fill="#a9c99a"/>
  <path d="M116 38 V186 M62 112 H170" stroke="#fbf6ea" stroke-width="7"/>
  <rect x="44" y="182" width="144" height="13" rx="6" fill="#fbf6ea"/>
  <!-- table and cloth -->
  <ellipse cx="240" cy="352" rx="290" ry="80" fill="#9c6b4a"/>
  <ellipse cx="240" cy="344" rx="286" ry="74" fill="#b98258"/>
  <ellipse cx="256" cy="312" rx="150" ry="28" fill="#a8734c"/>
  <!-- steam -->
  <g fill="none" stroke="#fffdf6" stroke-width="7" stroke-linecap="round" opacity=".75">
    <path d="M414 118 C400 98 426 84 412 62"/><path d="M436 112 C424 94 446 82 434 60"/>
  </g>
  <!-- handle, spout -->
  <path d="M172 190 C112 172 92 212 104 244 C114 270 146 282 178 272" fill="none" stroke="#2c6f78" stroke-width="19"
        stroke-linecap="round"/>
  <path d="M330 236 C372 232 374 178 402 148 L428 148 C420 206 398 268 342 282Z" fill="#2f7c86"/>
  <path d="M398 142 H432 C437 142 437 154 432 154 H398 C393 154 393 142 398 142Z" fill="#24616a"/>
  <!-- body -->
  <path d="M166 226 C166 176 204 146 258 146 C312 146 350 176 350 226 C350 276 318 312 258 312 C198 312 166 276 166 226Z"
        fill="#3b8f99"/>
  <path d="M174 250 C186 290 216 312 258 312 C300 312 330 290 342 250 C316 276 288 284 258 284 C228 284 200 276 174 250Z"
        fill="#2f7c86"/>
  <path d="M196 190 C206 172 222 162 240 160" fill="none" stroke="#8fcbd0" stroke-width="9" stroke-linecap="round"/>
  <ellipse cx="258" cy="312" rx="54" ry="9" fill="#24616a"/>
  <!-- a wreath of leaves -->
  <g fill="#f2d8a0">
    <ellipse cx="216" cy="236" rx="13" ry="6" transform="rotate(28 216 236)"/>
    <ellipse cx="242" cy="246" rx="13" ry="6" transform="rotate(10 242 246)"/>
    <ellipse cx="274" cy="246" rx="13" ry="6" transform="rotate(-10 274 246)"/>
    <ellipse cx="300" cy="236" rx="13" ry="6" transform="rotate(-28 300 236)"/>
    <circle cx="258" cy="230" r="9"/>
  </g>
  <g fill="#e07a4f"><circle cx="228" cy="222" r="5"/><circle cx="288" cy="222" r="5"/><circle cx="258" cy="230" r="4"/></g>
  <!-- lid -->
  <path d="M206 156 C210 130 232 116 258 116 C284 116 306 130 310 156 C296 164 220 164 206 156Z" fill="#45a0aa"/>
  <path d="M202 152 C216 164 300 164 314 152 C318 160 312 168 304 170 C276 176 240 176 212 170 C204 168 198 160 202 152Z"
        fill="#2c6f78"/>
  <circle cx="258" cy="106" r="14" fill="#e07a4f"/><circle cx="253" cy="101" r="4" fill="#f5b596"/>
  <!-- cup -->
  <ellipse cx="86" cy="318" rx="66" ry="14" fill="#f6efe0"/><ellipse cx="86" cy="315" rx="50" ry="9" fill="#e3d4b8"/>
  <path d="M46 256 H126 C126 292 112 314 86 314 C60 314 46 292 46 256Z" fill="#fffaf0"/>
  <path d="M124 266 C146 262 148 292 116 292" fill="none" stroke="#fffaf0" stroke-width="9"/>
  <ellipse cx="86" cy="256" rx="40" ry="9" fill="#efe3cb"/><ellipse cx="86" cy="257" rx="34" ry="6.5" fill="#b4673a"/>
</svg>`;
