import sharp from 'sharp';

/** A photograph's worth of pixels: a landscape in colours, as a JPEG file. */
export function landscapePhoto(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000"><rect width="1600" height="1000" fill="#fde7cf"/><circle cx="1150" cy="380" r="130" fill="#ffd27f"/><path d="M0 620 Q400 480 800 640 T1600 560 V1000 H0Z" fill="#5f8f84"/><path d="M0 780 Q500 660 900 800 T1600 740 V1000 H0Z" fill="#2f6b60"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}

/** A tall infographic, as a PNG file. */
export function infographicArtwork(): Promise<Buffer> {
  const bars = [620, 290, 120]
    .map((width, row) => `<rect x="90" y="${300 + row * 190}" width="${width}" height="90" rx="10" fill="#ffd98a"/>`)
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200"><rect width="900" height="1200" fill="#0d5f59"/><rect x="90" y="110" width="520" height="56" rx="8" fill="#ffffff"/>${bars}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** The cover of a podcast, as directories want it: a square of 1,400 pixels. */
export function podcastCover(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="1400"><rect width="1400" height="1400" fill="#0d5f59"/><circle cx="700" cy="620" r="330" fill="#ffd98a"/><rect x="300" y="1080" width="800" height="90" rx="14" fill="#ffffff"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** A picture that nothing makes smaller, as a PNG file: of 2,400 pixels a side it has 17.3 million bytes, of 800 1.9 million. */
export function noise(side: number): Promise<Buffer> {
  const random = Buffer.alloc(side * side * 3);
  let seed = 7;
  for (let at = 0; at < random.length; at += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    random[at] = seed >> 16;
  }
  return sharp(random, { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}
