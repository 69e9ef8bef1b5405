/** The part of @ffmpeg/core, which has no types of its own, that embedded-ffmpeg.ts uses. */
declare module '@ffmpeg/core' {
  interface CoreNode {
    usedBytes: number;
    stream_ops: object;
  }
  interface Core {
    FS: {
      mkdirTree: (path: string) => void;
      chdir: (path: string) => void;
      create: (path: string) => CoreNode;
      writeFile: (path: string, data: Uint8Array) => void;
      ErrnoError: new (errno: number) => Error;
    };
    setLogger: (logger: (entry: { type: string; message: string }) => void) => void;
    setTimeout: (milliseconds: number) => void;
    /** Both answer the exit code; ffprobe always −1. */
    exec: (...args: string[]) => number;
    ffprobe: (...args: string[]) => number;
  }
  export default function createCore(options: { wasmBinary: Uint8Array }): Promise<Core>;
}
