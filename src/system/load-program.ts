import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { constants, Script } from 'node:vm';

/** Compiled code by the file's name. */
export type Code = ReadonlyMap<string, Uint8Array>;

export type Program = {
  /** As a file in the folder would say it. */
  readonly require: (name: string) => unknown;
  /** Whether anything had to be compiled that was not given. */
  readonly compiled: () => boolean;
  /** The code of all that was loaded, with every function that has run by now. */
  readonly code: () => Code;
};

type Loaded = { exports: unknown };

/**
 * The CommonJS files of one folder and those below it, run with code that an earlier run compiled. Node's own compile
 * cache keeps what a file is before it has run; most functions are compiled when first called, and again at every start.
 * Everything outside the folder is Node's to load.
 */
export function loadProgram(folder: string, given: Code): Program {
  const loaded = new Map<string, Loaded>();
  const scripts = new Map<string, Script>();
  const outside = createRequire(join(folder, 'start.cjs'));

  function load(path: string): unknown {
    const before = loaded.get(path);
    if (before !== undefined) return before.exports;
    const module: Loaded = { exports: {} };
    loaded.set(path, module);
    const script = compile(path, given.get(nameOf(path)));
    scripts.set(path, script);
    script.runInThisContext()(module.exports, requireFrom(dirname(path)), module, path, dirname(path));
    return module.exports;
  }

  function requireFrom(from: string) {
    const own = (name: string) => {
      const path = resolve(from, name);
      const inside = (name.startsWith('.') || path === name) && path.startsWith(folder + sep);
      return inside ? load(path) : outside(name);
    };
    return Object.assign(own, { resolve: outside.resolve, main: outside.main, cache: outside.cache });
  }

  const nameOf = (path: string) => path.slice(folder.length + 1);
  return {
    require: requireFrom(folder),
    compiled: () => [...scripts.values()].some((script) => script.cachedDataRejected ?? true),
    code: () => new Map([...scripts].map(([path, script]) => [nameOf(path), script.createCachedData()])),
  };
}

function compile(path: string, cachedData: Uint8Array | undefined): Script {
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
  return new Script(source, {
    filename: path,
    ...(cachedData === undefined ? {} : { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}
