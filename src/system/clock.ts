/** Milliseconds of a clock that only goes forward. The global `performance` opens a millisecond's worth of modules. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
