/** What an ffmpeg can do beyond what every one can. */
export interface Capabilities {
  /** Encodes MP3 (LAME), AAC and H.264 (x264). */
  mp3: boolean;
  aac: boolean;
  h264: boolean;
  /** Measures loudness (EBU R 128). */
  loudness: boolean;
  /** Turns HDR into ordinary colours (zscale and tonemap). */
  toneMapping: boolean;
  /** Decodes AV1. */
  av1: boolean;
}

/** What @ffmpeg/core 0.12.10 was built with; a test holds it against what the core says of itself. */
export const embeddedCapabilities: Capabilities = {
  ...{ mp3: true, aac: true, h264: true, loudness: true },
  ...{ toneMapping: true, av1: false },
};

/** The capabilities that `-encoders`, `-decoders` and `-filters` list. */
export function capabilitiesFrom(lists: { encoders: string; decoders: string; filters: string }): Capabilities {
  const [encoders, decoders, filters] = [lists.encoders, lists.decoders, lists.filters].map(namesIn);
  const all = (names: Set<string> | undefined, ...wanted: string[]) => wanted.every((name) => names?.has(name));
  return {
    mp3: all(encoders, 'libmp3lame'),
    aac: all(encoders, 'aac'),
    h264: all(encoders, 'libx264'),
    loudness: all(filters, 'ebur128', 'alimiter'),
    toneMapping: all(filters, 'zscale', 'tonemap'),
    av1: all(decoders, 'libdav1d') || all(decoders, 'libaom-av1'),
  };
}

/** Each line is some flags, a name, and what it is. */
function namesIn(list: string): Set<string> {
  return new Set([...list.matchAll(/^ [A-Z.|]+ +([\w-]+) /gm)].map(([, name = '']) => name));
}

/** Without these there is no podcast and no film, so an ffmpeg that lacks one is no better than none. */
export function suffices({ mp3, aac, h264, loudness }: Capabilities): boolean {
  return mp3 && aac && h264 && loudness;
}

/** What people should know of an ffmpeg that is used, as sentences. */
export function shortcomings(capabilities: Capabilities): string[] {
  return [
    ...(capabilities.toneMapping
      ? []
      : ['HDR video may look pale, because the ffmpeg on this machine was built without zimg.']),
    ...(capabilities.av1
      ? []
      : ['Video in AV1 cannot be read, because this ffmpeg was built without a decoder for it.']),
  ];
}
