/** A uv that works: where it is, which version, and where it came from. */
export type Uv = {
  readonly path: string;
  readonly version: string;
  readonly origin: 'path' | 'cache' | 'pip';
};

/** What sdn was tried with. Another minor version may write another lock format. */
export const UV_PINNED = '0.13.9';
export const UV_RANGE = '>=0.13.9 <0.14';
