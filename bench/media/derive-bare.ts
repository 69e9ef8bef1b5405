// Makes the same eight derivatives with sharp alone, decoding once: the least code that does it. Says
// what that cost. Started by images.ts.
import { join } from 'node:path';
import sharp from 'sharp';

sharp.cache(false);
sharp.concurrency(2);
const [path = '', folder = ''] = process.argv.slice(2);
const loaded = process.cpuUsage();
const { data, info } = await sharp(path)
  .autoOrient()
  .resize(1920, 1440, { fit: 'fill' })
  .raw()
  .toBuffer({ resolveWithObject: true });
const { width, height, channels } = info;
for (const to of [320, 640, 1280, 1920]) {
  const image = () => sharp(data, { raw: { width, height, channels } }).resize(to, (to * 3) / 4, { fit: 'fill' });
  await image()
    .jpeg({ quality: 82, chromaSubsampling: '4:4:4' })
    .toFile(join(folder, `${to}.jpeg`));
  await image()
    .webp({ quality: 80, effort: 0 })
    .toFile(join(folder, `${to}.webp`));
}
console.log(JSON.stringify(process.cpuUsage(loaded)));
