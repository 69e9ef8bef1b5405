// Makes the eight derivatives by the product's own code and says what that cost. Started by images.ts.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderImage } from '@mobilise/media-processing/image';
import { openImage } from '@mobilise/media-processing/inspect';
import { renditionsFor } from '@mobilise/media-processing/renditions';
import { loadSharp } from '@mobilise/media-processing/sharp';

const [path = '', folder = ''] = process.argv.slice(2);
await loadSharp();
const loaded = process.cpuUsage();
const image = await openImage(path, 'image/jpeg');
const eight = renditionsFor(image.facts).filter(({ purpose, format }) => purpose === 'responsive' && format !== 'avif');
await renderImage(image, eight, ({ rendition, data }) =>
  writeFile(join(folder, `${rendition.width}.${rendition.format}`), data),
);
console.log(JSON.stringify(process.cpuUsage(loaded)));
