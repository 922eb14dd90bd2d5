// What the bundle leaves out of oclif, or leaves until it is needed. Half of oclif's start-up is work for projects with
// other set-ups: plug-ins, TypeScript sources, a look at the shell (on Windows by a PowerShell of half a second).

import { parseAst } from 'rolldown/parseAst';

const NONE = 'export const glob = undefined;';
const REPLACED = {
  // An explicit table of commands and no plug-in: nothing is globbed, no tsconfig read.
  tinyglobby: NONE,
  minimatch: NONE,
  typescript: NONE,
  // DEBUG=oclif would need `tty` and colours at every start; sdn says what it does by itself.
  debug: 'export default () => Object.assign(() => {}, { enabled: false });',
};
const withReplacements = {
  name: 'with-replacements',
  resolveId: (id) => (id in REPLACED ? `\0${id}` : null),
  load: (id) => (id.startsWith('\0') ? (REPLACED[id.slice(1)] ?? null) : null),
};

/** The kernel is asked for WSL by `detect`; the shell decides nothing here but how oclif breaks an example line. */
const OS = `
const { homedir, platform } = require("node:os");
exports.getHomeDir = homedir;
exports.getPlatform = async () => platform();
exports.getShell = async () => (process.env.SHELL ?? process.env.COMSPEC ?? "unknown").split(/[\\\\/]/).at(-1);
`;

const CUTS = [
  // bin/build.js writes the manifest in order, and the first `localeCompare` of a process costs 6 ms.
  ['config/plugin', '.sort((a, b) => a.id.localeCompare(b.id))'],
  // bin/run.js has a floor of its own, in words.
  ['index', '\ncheckNodeVersion();'],
  // As bin/run.js does for whatever stream is opened; this one opens stdout for every run.
  [
    'command',
    `process.stdout.on('error', (err) => {
    if (err && err.code === 'EPIPE')
        return;
    throw err;
});`,
  ],
];
const withoutOthersNeeds = {
  name: 'without-others-needs',
  transform: {
    filter: { id: /@oclif.core.lib.(?:config.plugin|index|command|util.os)\.js$/ },
    handler: (code, id) => {
      if (/os\.js$/.test(id)) return OS;
      const [, cut] = CUTS.find(([file]) => id.replaceAll('\\', '/').endsWith(`lib/${file}.js`)) ?? [];
      if (cut === undefined) return null;
      if (!code.includes(cut)) throw new Error(`${id} is no longer as bin/lean-oclif.js expects: ${cut}`);
      return code.replace(cut, '');
    },
  },
};

/** `const x_1 = require("./x");`, bare or in one of TypeScript's two wrappers, as its CommonJS always has it. */
const IMPORT = /^(?:const|var) (\w+_\d+) = ((?:__import(?:Default|Star)\()?require\("[^"]+"\)\)?);$/gm;

/** Every import of oclif happens where its name is first used: a command that runs never needs the help. */
const withLazyImports = {
  name: 'with-lazy-imports',
  transform: {
    filter: { id: /@oclif.core.lib.+\.js$/ },
    handler: (code) => {
      const names = [...code.matchAll(IMPORT)].map(([, name]) => name);
      const declared = code.replace(
        IMPORT,
        (_, name, load) => `let ${name}$; const ${name} = () => (${name}$ ??= ${load});`,
      );
      const used = (text, name) => text.replaceAll(new RegExp(`\\b${name}\\b(?=\\.)`, 'g'), `(${name}())`);
      return names.reduce(used, declared);
    },
  },
};

/** The minifier puts a function that is handed over into parentheses, and V8 compiles those at once, used or not. */
const withoutParentheses = {
  name: 'without-parentheses',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = unwrapped(chunk.code);
  },
};

/** `var x=t((e=>{…}))`, each a module of CommonJS: the inner parentheses become blanks. */
function unwrapped(code) {
  const declared = parseAst(code).body.flatMap(({ declarations = [] }) => declarations);
  const given = declared.flatMap(({ init }) => init?.arguments ?? []);
  const wrapped = given.filter(
    ({ start, end }) => code.slice(start - 2, start) === '((' && code[end] === ')',
  );
  const blanks = new Set(wrapped.flatMap(({ start, end }) => [start - 1, end]));
  return code.replaceAll(/[()]/g, (each, at) => (blanks.has(at) ? ' ' : each));
}

export const leanOclif = [withReplacements, withoutOthersNeeds, withLazyImports, withoutParentheses];
