/** A Python that was started and answered. */
export type Interpreter = {
  /** The absolute path it was asked for by. */
  readonly path: string;
  /** The interpreter behind it: shims and environments lead to their base. */
  readonly base: string;
  /** "3.11.7". */
  readonly version: string;
  readonly implementation: string;
  /** `x64`, `arm64` or `ia32`, of the interpreter, not of the machine. */
  readonly arch: string;
  readonly freeThreaded: boolean;
  /** ["glibc", "2.36"]; null where the system has no such thing. */
  readonly libc: readonly [string, string] | null;
  /** "14.5"; null elsewhere. */
  readonly macos: string | null;
};

/** A path that looked like a Python, and what became of starting it. */
export type BrokenInterpreter = { readonly path: string; readonly reason: string };

/** `3.11` of `3.11.7`. */
export function minorVersion(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
