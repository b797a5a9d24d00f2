/** A frog on a lily pad: the amphibian of the documentation. */
export const frog = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360">
  <defs>
    <linearGradient id="pond" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#d7f0ec"/><stop offset="1" stop-color="#93cfd0"/>
    </linearGradient>
  </defs>
  <rect width="480" height="360" fill="url(#pond)"/>
  <path d="M0 104 C80 82 150 98 230 94 C320 88 400 76 480 96 V0 H0Z" fill="#eef6df"/>
  <path d="M0 100 C80 78 150 94 230 90 C320 84 400 70 480 90 L480 106 C400 88 320 100 230 104 C150 108 80 94 0 116Z"
        fill="#c4deb4"/>
  <g fill="none" stroke="#e6f7f3" stroke-width="4" stroke-linecap="round">
    <path d="M24 150 H92"/><path d="M380 140 H450"/><path d="M18 226 H62"/><path d="M420 214 H466"/>
    <path d="M40 336 H110"/><path d="M376 340 H446"/>
  </g>
  <!-- reeds -->
  <g fill="none" stroke="#7fb07a" stroke-width="6" stroke-linecap="round">
    <path d="M424 196 Q428 110 420 40"/><path d="M444 200 Q450 120 462 66"/><path d="M404 196 Q402 140 390 104"/>
  </g>
  <rect x="412" y="18" width="14" height="52" rx="7" fill="#96694a"/>
  <rect x="456" y="46" width="13" height="46" rx="6.5" fill="#96694a" transform="rotate(12 462 66)"/>
  <!-- lily pads -->
  <ellipse cx="66" cy="276" rx="58" ry="18" fill="#6fb36d"/>
  <ellipse cx="64" cy="273" rx="55" ry="15" fill="#86c67d"/>
  <ellipse cx="240" cy="304" rx="178" ry="38" fill="#4f9a5b"/>
  <ellipse cx="240" cy="297" rx="176" ry="35" fill="#6cb667"/>
  <g fill="none" stroke="#8ccb80" stroke-width="3" stroke-linecap="round">
    <path d="M240 297 L86 290"/><path d="M240 297 L392 288"/><path d="M240 297 L130 320"/><path d="M240 297 L352 320"/>
  </g>
  <!-- hind legs -->
  <path d="M150 300 C104 302 92 262 112 232 C128 208 160 206 176 226 C188 250 184 282 172 298Z" fill="#5fae3f"/>
  <path d="M330 300 C376 302 388 262 368 232 C352 208 320 206 304 226 C292 250 296 282 308 298Z" fill="#5fae3f"/>
  <path d="M96 304 C82 302 84 292 96 293 C108 288 140 286 168 292 C176 298 172 306 160 307 C138 310 116 308 96 304Z"
        fill="#559f38"/>
  <path d="M384 304 C398 302 396 292 384 293 C372 288 340 286 312 292 C304 298 308 306 320 307 C342 310 364 308 384 304Z"
        fill="#559f38"/>
  <!-- body -->
  <path d="M240 150 C176 150 150 204 154 250 C156 284 184 302 240 302 C296 302 324 284 326 250 C330 204 304 150 240 150Z"
        fill="#76c24a"/>
  <path d="M240 196 C200 196 182 226 184 256 C186 284 206 298 240 298 C274 298 294 284 296 256 C298 226 280 196 240 196Z"
        fill="#e8f2b4"/>
  <!-- front legs -->
  <path d="M184 196 C166 244 178 280 190 300 C196 308 214 306 214 298 C206 280 204 250 212 206Z" fill="#6ab843"/>
  <path d="M296 196 C314 244 302 280 290 300 C284 308 266 306 266 298 C274 280 276 250 268 206Z" fill="#6ab843"/>
  <g fill="none" stroke="#6ab843" stroke-width="9" stroke-linecap="round">
    <path d="M198 298 L178 310"/><path d="M202 300 L200 314"/><path d="M206 298 L222 310"/>
    <path d="M282 298 L302 310"/><path d="M278 300 L280 314"/><path d="M274 298 L258 310"/>
  </g>
  <g fill="#8fd562">
    <circle cx="177" cy="310" r="6"/><circle cx="200" cy="315" r="6"/><circle cx="223" cy="310" r="6"/>
    <circle cx="303" cy="310" r="6"/><circle cx="280" cy="315" r="6"/><circle cx="257" cy="310" r="6"/>
  </g>
  <!-- head -->
  <circle cx="184" cy="106" r="36" fill="#76c24a"/><circle cx="296" cy="106" r="36" fill="#76c24a"/>
  <path d="M240 98 C178 96 134 126 132 166 C130 204 180 226 240 226 C300 226 350 204 348 166 C346 126 302 96 240 98Z"
        fill="#82cc54"/>
  <path d="M136 184 C150 214 194 226 240 226 C286 226 330 214 344 184 C320 202 284 208 240 208 C196 208 160 202 136 184Z"
        fill="#e8f2b4"/>
  <path d="M142 176 C170 202 206 207 240 207 C274 207 310 202 338 176" fill="none" stroke="#3c6f2a" stroke-width="4.5"
        stroke-linecap="round"/>
  <circle cx="184" cy="104" r="26" fill="#fffbe6"/><circle cx="296" cy="104" r="26" fill="#fffbe6"/>
  <ellipse cx="187" cy="106" rx="16" ry="17" fill="#2a2b22"/><ellipse cx="293" cy="106" rx="16" ry="17" fill="#2a2b22"/>
  <circle cx="193" cy="99" r="5.5" fill="#fff"/><circle cx="299" cy="99" r="5.5" fill="#fff"/>
  <circle cx="181" cy="113" r="2.5" fill="#fff"/><circle cx="287" cy="113" r="2.5" fill="#fff"/>
  <ellipse cx="228" cy="150" rx="3" ry="4" fill="#4c8a35"/><ellipse cx="252" cy="150" rx="3" ry="4" fill="#4c8a35"/>
  <ellipse cx="158" cy="172" rx="13" ry="8" fill="#f2a98c"/><ellipse cx="322" cy="172" rx="13" ry="8" fill="#f2a98c"/>
  <g fill="#66b13e">
    <circle cx="240" cy="120" r="6"/><circle cx="222" cy="128" r="4"/><circle cx="260" cy="130" r="4"/>
    <circle cx="124" cy="246" r="6"/><circle cx="138" cy="262" r="4"/><circle cx="356" cy="246" r="6"/>
    <circle cx="342" cy="262" r="4"/>
  </g>
  <!-- water lily -->
  <g transform="translate(66 262)">
    <path d="M0 4 C-34 0 -36 -18 -32 -24 C-16 -20 -4 -10 0 4Z" fill="#f6c3d3"/>
    <path d="M0 4 C34 0 36 -18 32 -24 C16 -20 4 -10 0 4Z" fill="#f6c3d3"/>
    <path d="M0 4 C-22 -10 -20 -32 -14 -38 C-2 -28 2 -12 0 4Z" fill="#fbdbe5"/>
    <path d="M0 4 C22 -10 20 -32 14 -38 C2 -28 -2 -12 0 4Z" fill="#fbdbe5"/>
    <path d="M0 6 C-14 -8 -10 -34 0 -42 C10 -34 14 -8 0 6Z" fill="#fff0f4"/>
    <circle cx="0" cy="-4" r="5" fill="#f4c84c"/>
  </g>
</svg>`;
