// Draws Acme's photographs: flat scenes, the same bytes for the same arguments, in the old and the new look.
import sharp from 'sharp'

export type Scene = 'bag' | 'beans' | 'cup' | 'hills' | 'portrait' | 'roaster' | 'shop' | 'tool'
export type Look = 'old' | 'new'

type Palette = { back: [string, string]; dark: string; mid: string; light: string; accent: string }

const palettes: Record<Look, Palette[]> = {
  old: [
    { back: ['#b79e83', '#8b6f55'], dark: '#3d2a1d', mid: '#6d4c33', light: '#e3d3bd', accent: '#a3703f' },
    { back: ['#a59a86', '#7d705c'], dark: '#39322a', mid: '#5f5344', light: '#ded6c6', accent: '#8d6b44' },
    { back: ['#c2a98b', '#96775a'], dark: '#452f20', mid: '#7a573a', light: '#eadcc7', accent: '#915b33' },
  ],
  new: [
    { back: ['#0f5c5a', '#0a3d42'], dark: '#072a2e', mid: '#ff7a59', light: '#fff4e6', accent: '#ffc857' },
    { back: ['#ff8f6b', '#f2603f'], dark: '#4a1410', mid: '#0f5c5a', light: '#fff4e6', accent: '#ffd27a' },
    { back: ['#ffd27a', '#ffb84d'], dark: '#4b2a05', mid: '#f2603f', light: '#fffaf0', accent: '#0f5c5a' },
    { back: ['#cfe8e0', '#9fd0c4'], dark: '#0a3d42', mid: '#0f5c5a', light: '#ffffff', accent: '#f2603f' },
  ],
}

type Random = () => number

/** A small generator of repeatable numbers from 0 to 1. */
function createRandom(seed: number): Random {
  let state = seed * 2654435761
  return () => {
    state = (state ^ (state << 13)) >>> 0
    state = (state ^ (state >>> 17)) >>> 0
    state = (state ^ (state << 5)) >>> 0
    return state / 2 ** 32
  }
}

const bean = (x: number, y: number, size: number, turn: number, fill: string, line: string) =>
  `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${size})"><ellipse rx="26" ry="17" fill="${fill}"/>` +
  `<path d="M-26 0C-8-9 8 9 26 0" fill="none" stroke="${line}" stroke-width="3.5"/></g>`

const times = (count: number, draw: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => draw(i)).join('')

const scenes: Record<Scene, (palette: Palette, random: Random) => string> = {
  beans: ({ dark, mid, light, accent }, random) =>
    times(90, (i) => {
      const fill = [dark, mid, accent][i % 3] ?? dark
      return bean(random() * 1600, random() * 1000, 1.4 + random() * 1.8, random() * 360, fill, light)
    }),
  cup: ({ dark, mid, light, accent }) =>
    `<circle cx="800" cy="520" r="400" fill="${dark}" opacity=".25"/><circle cx="790" cy="500" r="390" fill="${light}"/>
     <circle cx="790" cy="500" r="300" fill="${mid}"/><circle cx="790" cy="500" r="272" fill="${accent}"/>
     ${times(5, (i) => `<path d="M${640 + i * 12} ${600 - i * 55}q${150 - i * 12} 110 ${300 - i * 24} 0q-${75 - i * 6} -130 -${150 - i * 12} -10q-${75 - i * 6} -120 -${150 - i * 12} 10z" fill="${light}" opacity=".85"/>`)}
     <rect x="1150" y="440" width="190" height="120" rx="60" fill="none" stroke="${light}" stroke-width="44"/>`,
  hills: ({ dark, mid, light, accent }) =>
    `<circle cx="1180" cy="300" r="130" fill="${light}"/>
     <path d="M0 620Q300 380 620 560T1200 500T1600 560V1000H0Z" fill="${accent}"/>
     <path d="M0 740Q380 520 760 700T1600 640V1000H0Z" fill="${mid}"/>
     <path d="M0 860Q420 680 900 820T1600 780V1000H0Z" fill="${dark}"/>`,
  bag: ({ dark, mid, light, accent }, random) =>
    `<ellipse cx="800" cy="900" rx="420" ry="46" fill="${dark}" opacity=".3"/>
     <path d="M540 180H1060L1110 890H490Z" fill="${mid}"/><path d="M540 180H1060L1066 260H534Z" fill="${dark}"/>
     <rect x="600" y="400" width="400" height="330" rx="14" fill="${light}"/><circle cx="800" cy="530" r="86" fill="${accent}"/>
     ${bean(800, 530, 2, random() * 180, dark, light)}
     <rect x="660" y="650" width="280" height="16" rx="8" fill="${dark}"/><rect x="720" y="682" width="160" height="10" rx="5" fill="${mid}"/>`,
  portrait: ({ dark, mid, light, accent }, random) =>
    `<circle cx="800" cy="520" r="420" fill="${light}" opacity=".35"/><path d="M420 1000C430 740 620 680 800 680s370 60 380 320Z" fill="${mid}"/>
     <rect x="730" y="560" width="140" height="160" rx="60" fill="${accent}"/><ellipse cx="800" cy="440" rx="165" ry="195" fill="${accent}"/>
     <path d="M625 ${400 + random() * 30}C600 180 1000 180 975 420C930 320 720 300 625 400Z" fill="${dark}"/>`,
  roaster: ({ dark, mid, light, accent }, random) =>
    `<rect x="260" y="820" width="1080" height="30" fill="${dark}"/><path d="M700 120H960L900 330H760Z" fill="${light}"/>
     <rect x="480" y="320" width="700" height="360" rx="180" fill="${dark}"/><circle cx="660" cy="500" r="150" fill="${mid}"/>
     <circle cx="660" cy="500" r="96" fill="${accent}"/><rect x="560" y="680" width="60" height="150" fill="${dark}"/>
     <rect x="1040" y="680" width="60" height="150" fill="${dark}"/><ellipse cx="420" cy="760" rx="200" ry="52" fill="${mid}"/>
     ${times(14, () => bean(280 + random() * 280, 735 + random() * 40, 0.7, random() * 360, dark, light))}`,
  shop: ({ dark, mid, light, accent }) =>
    `<rect x="250" y="240" width="1100" height="660" fill="${light}"/><rect x="250" y="240" width="1100" height="90" fill="${dark}"/>
     ${times(11, (i) => `<path d="M${250 + i * 100} 330h100v70a50 50 0 0 1-100 0Z" fill="${i % 2 ? light : mid}"/>`)}
     <rect x="330" y="500" width="480" height="300" fill="${accent}"/><rect x="930" y="470" width="260" height="430" fill="${mid}"/>
     <circle cx="1150" cy="690" r="14" fill="${light}"/><rect x="200" y="900" width="1200" height="26" fill="${dark}"/>`,
  tool: ({ dark, mid, light, accent }) =>
    `<ellipse cx="800" cy="880" rx="330" ry="40" fill="${dark}" opacity=".3"/><rect x="640" y="420" width="320" height="460" rx="36" fill="${mid}"/>
     <rect x="640" y="560" width="320" height="36" fill="${light}"/><path d="M640 420h320l-60-110H700Z" fill="${dark}"/>
     <rect x="786" y="190" width="28" height="130" fill="${dark}"/><rect x="790" y="190" width="300" height="26" rx="13" fill="${dark}"/>
     <circle cx="1090" cy="203" r="44" fill="${accent}"/>`,
}

/** A JPEG of 1600 × 1000 pixels. The old look is framed like a print, the new one fills the picture. */
export async function drawImage({ scene, look, seed }: { scene: Scene; look: Look; seed: number }): Promise<Buffer> {
  const choices = palettes[look]
  const palette = choices[seed % choices.length]!
  const frame =
    look === 'old' ? `<rect width="1600" height="1000" fill="none" stroke="${palette.light}" stroke-width="72"/>` : ''
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000">
    <defs><linearGradient id="back" x2="0" y2="1"><stop stop-color="${palette.back[0]}"/><stop offset="1" stop-color="${palette.back[1]}"/></linearGradient></defs>
    <rect width="1600" height="1000" fill="url(#back)"/>${scenes[scene](palette, createRandom(seed + 1))}${frame}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 82, mozjpeg: true }).toBuffer()
}
