/** A kingfisher on a willow branch above the water: the bird of the documentation. */
export const kingfisher = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360">
  <defs>
    <linearGradient id="air" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#fdf3de"/><stop offset="1" stop-color="#dcefe6"/>
    </linearGradient>
  </defs>
  <rect width="480" height="360" fill="url(#air)"/>
  <circle cx="96" cy="78" r="34" fill="#fbd9a2"/>
  <path d="M0 262 C60 238 120 246 190 252 C280 260 380 226 480 244 V360 H0Z" fill="#cfe3c6"/>
  <rect y="286" width="480" height="74" fill="#a9d5dc"/>
  <g fill="none" stroke="#d3edef" stroke-width="4" stroke-linecap="round">
    <path d="M30 306 H120"/><path d="M160 318 H226"/><path d="M60 336 H150"/><path d="M286 308 H340"/>
    <path d="M380 328 H456"/><path d="M250 342 H330"/>
  </g>
  <g fill="none" stroke="#8fb98a" stroke-width="5" stroke-linecap="round">
    <path d="M24 300 Q30 250 20 206"/><path d="M40 302 Q44 258 56 226"/><path d="M58 302 Q60 270 72 252"/>
    <path d="M10 302 Q10 268 4 246"/>
  </g>
  <ellipse cx="20" cy="200" rx="6" ry="18" fill="#8d6748"/><ellipse cx="57" cy="220" rx="5" ry="15" fill="#8d6748"/>
  <!-- branch -->
  <path d="M480 250 C420 262 350 268 286 270 C236 272 196 280 160 274 C190 266 226 260 262 256 C340 248 420 240 480 222Z"
        fill="#8a6346"/>
  <path d="M480 234 C420 248 350 256 290 260 C350 256 420 252 480 242Z" fill="#a67b59"/>
  <path d="M398 244 C404 222 414 206 432 192" fill="none" stroke="#8a6346" stroke-width="6" stroke-linecap="round"/>
  <g fill="#8fba78">
    <path d="M432 192 C438 168 456 158 472 160 C468 180 452 192 432 192Z"/>
    <path d="M414 212 C396 206 386 192 388 176 C404 180 416 194 414 212Z"/>
    <path d="M206 272 C196 292 178 298 164 294 C168 278 184 268 206 272Z"/>
  </g>
  <!-- tail -->
  <path d="M318 236 L346 316 C352 322 362 318 364 310 L340 226Z" fill="#1c6a9c"/>
  <path d="M330 236 L354 318 C360 319 363 315 364 310 L340 226Z" fill="#155480"/>
  <!-- breast and belly -->
  <path d="M216 158 C204 192 212 232 248 252 C280 268 318 262 334 240 L300 150Z" fill="#ee8a3c"/>
  <path d="M219 206 C232 222 258 216 276 222 L334 240 C326 250 310 256 290 256 C262 254 228 236 219 206Z" fill="#f3a55c"/>
  <!-- back and wing -->
  <path d="M270 96 C312 120 344 176 350 244 C340 262 322 260 316 248 L262 160Z" fill="#35b3d3"/>
  <path d="M262 152 C300 156 334 196 346 262 C300 258 262 222 256 178 C255 168 257 158 262 152Z" fill="#1f7fb4"/>
  <path d="M276 198 C292 220 312 238 346 262 C300 258 268 230 258 194Z" fill="#1a6897"/>
  <g fill="#8fdcec">
    <circle cx="270" cy="184" r="3"/><circle cx="288" cy="176" r="3"/><circle cx="280" cy="190" r="3"/>
    <circle cx="302" cy="190" r="3"/><circle cx="296" cy="204" r="3"/><circle cx="314" cy="206" r="3"/>
  </g>
  <!-- head -->
  <path d="M186 126 C186 88 216 64 250 68 C276 70 294 88 300 112 C304 132 296 152 284 164 C262 178 224 178 206 164
           C194 154 188 142 186 126Z" fill="#1f86bd"/>
  <path d="M300 112 C308 116 314 122 318 132 C308 134 300 140 294 150Z" fill="#1f86bd"/>
  <g fill="#7fd3e8">
    <circle cx="222" cy="84" r="2.6"/><circle cx="236" cy="78" r="2.6"/><circle cx="252" cy="80" r="2.6"/>
    <circle cx="230" cy="92" r="2.6"/><circle cx="246" cy="92" r="2.6"/><circle cx="264" cy="90" r="2.6"/>
    <circle cx="276" cy="100" r="2.6"/><circle cx="260" cy="104" r="2.6"/><circle cx="284" cy="112" r="2.6"/>
  </g>
  <path d="M192 118 C200 110 214 112 220 122 C236 124 250 132 258 144 C240 154 216 152 198 146 C192 138 190 128 192 118Z"
        fill="#ee8a3c"/>
  <path d="M252 138 C268 134 284 138 294 148 C288 160 274 168 258 166 C252 158 250 148 252 138Z" fill="#fffaf0"/>
  <path d="M196 144 C206 158 226 164 258 166 C250 178 226 182 210 172 C202 166 198 156 196 144Z" fill="#fffaf0"/>
  <!-- bill -->
  <path d="M196 116 C162 120 112 132 74 148 C116 146 166 144 198 140Z" fill="#2f3640"/>
  <path d="M74 148 C116 146 166 144 198 140 C200 146 198 150 196 152 C160 152 112 152 74 148Z" fill="#4a4f58"/>
  <!-- eye -->
  <circle cx="214" cy="118" r="11" fill="#1b1f27"/><circle cx="210.5" cy="114" r="3.6" fill="#fff"/>
  <!-- feet -->
  <g fill="none" stroke="#d8502e" stroke-width="6" stroke-linecap="round">
    <path d="M262 254 V264 M252 266 Q262 260 272 266"/><path d="M290 254 V262 M280 264 Q290 258 300 264"/>
  </g>
  <!-- ripples -->
  <g fill="none" stroke="#7fbcc9" stroke-width="3">
    <ellipse cx="182" cy="336" rx="44" ry="8"/><ellipse cx="182" cy="336" rx="20" ry="3.5"/>
  </g>
</svg>`;
