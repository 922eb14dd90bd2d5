import { join } from 'node:path';
import { errorCode } from '../../system/files.ts';
import { readBounded } from '../bounded-file.ts';
import { readGitHead } from './git-head.ts';

/** One torch family as an SD.Next installer names it. Versions carry their local tag: `2.11.0+cpu`. */
type TorchPins = {
  readonly torch: string;
  readonly torchvision: string | null;
  readonly indexUrl: string | null;
  readonly extraIndexUrl: string | null;
};

/** What one checkout asks for. A part that could not be read as plain text is null, never guessed. */
export type CheckoutPins = {
  readonly openvino: (TorchPins & { readonly openvino: string }) | null;
  readonly cuda: TorchPins | null;
  readonly xpu: TorchPins | null;
  /** By ROCm release, newest first: `7.2`. */
  readonly rocm: Readonly<Record<string, TorchPins>>;
  readonly setuptools: string | null;
  readonly numpy: string | null;
  /** `name==version`: `constraints.txt`, then what `requirements.txt` pins and the installer names no other version of. */
  readonly constraints: readonly string[];
  /** `installer.py@<commit>`, or `installer.py` outside a git checkout. */
  readonly source: string;
};

const LARGEST_INSTALLER = 8 * 1024 * 1024;

/** The pins of the checkout in `dir`, read as text and never imported; null where no installer can be read. */
export async function readPins(dir: string, platform: NodeJS.Platform): Promise<CheckoutPins | null> {
  const installer = await readText(join(dir, 'installer.py'));
  if (installer === null) return null;
  const constraints = (await readText(join(dir, 'constraints.txt'))) ?? '';
  const requirements = (await readText(join(dir, 'requirements.txt'))) ?? '';
  const head = await readGitHead(dir);
  const source = head === null ? 'installer.py' : `installer.py@${head.commit.slice(0, 9)}`;
  return { ...parsePins({ installer, constraints, requirements, platform }), source };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readBounded(path, LARGEST_INSTALLER);
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}

type Sources = {
  readonly installer: string;
  readonly constraints: string;
  readonly requirements: string;
  readonly platform: NodeJS.Platform;
};

/** The same from text in memory. */
export function parsePins(sources: Sources): Omit<CheckoutPins, 'source'> {
  const { installer, platform } = sources;
  const constraints = pinnedLines(sources.constraints);
  const required = pinnedLines(sources.requirements);
  const pinned = new Map([...required, ...constraints].map(nameAndVersion));
  return {
    openvino: openvinoPins(functionBody(installer, 'install_openvino'), platform),
    cuda: firstCommand(functionBody(installer, 'install_cuda')),
    xpu: firstCommand(functionBody(installer, 'install_ipex'), 'xpu'),
    rocm: rocmPins(functionBody(installer, 'install_rocm_zluda')),
    setuptools:
      /setuptools_version\s*=\s*['"]([\w.]+)['"]/.exec(installer)?.[1] ?? pinned.get('setuptools') ?? null,
    numpy: pinned.get('numpy') ?? null,
    constraints: [
      ...constraints,
      ...required.filter((line) => !isContradicted(line, constraints, installer)),
    ],
  };
}

/** SD.Next asks for some packages in two versions, one after the other; a constraint would forbid the first. */
function isContradicted(line: string, constraints: readonly string[], installer: string): boolean {
  const [name] = nameAndVersion(line);
  if (constraints.some((each) => nameAndVersion(each)[0] === name)) return true;
  const asked = [...installer.matchAll(/['"]([\w.-]+==[\w.+!]+)['"]/g)].map(([, each = '']) => each);
  return asked.some((each) => nameAndVersion(each)[0] === name && each !== line);
}

function openvinoPins(body: string, platform: NodeJS.Platform): CheckoutPins['openvino'] {
  const openvino = /['"]openvino==([\w.]+)['"]/.exec(body)?.[1];
  const torch = firstCommand(platformBranch(body, platform));
  return openvino === undefined || torch === null ? null : { openvino, ...torch };
}

/** The lines that hold on `platform` where the body asks `sys.platform == 'darwin'`; all of them otherwise. */
function platformBranch(body: string, platform: NodeJS.Platform): string {
  const fork = /^([ \t]*)if sys\.platform == ['"]darwin['"]:\r?\n([\s\S]*?)^\1else:\r?\n/m.exec(body);
  if (fork === null) return body;
  const after = body.slice(fork.index + fork[0].length);
  return platform === 'darwin' ? (fork[2] ?? '') : after;
}

function rocmPins(body: string): CheckoutPins['rocm'] {
  const families = torchCommands(body).map(
    (pins) => [/\+rocm(\d+\.\d+)/.exec(pins.torch)?.[1], pins] as const,
  );
  return Object.fromEntries(families.filter(([release]) => release !== undefined));
}

function firstCommand(body: string, localTag?: string): TorchPins | null {
  const commands = torchCommands(body);
  return commands.find(({ torch }) => localTag === undefined || torch.endsWith(`+${localTag}`)) ?? null;
}

const TORCH_COMMAND = /os\.environ\.get\(\s*['"]TORCH_COMMAND['"]\s*,\s*(['"])([^'"\n]*)\1\s*,?\s*\)/g;

function torchCommands(body: string): readonly TorchPins[] {
  return [...body.matchAll(TORCH_COMMAND)].flatMap(([, , command = '']) => torchPins(command) ?? []);
}

/** A pip argument line such as `torch==2.11.0+cpu torchvision==0.26.0 --index-url URL`. */
function torchPins(command: string): TorchPins | null {
  const version = (name: string) => new RegExp(`(?:^|\\s)${name}==([\\w.+]+)`).exec(command)?.[1] ?? null;
  const option = (name: string) => new RegExp(`--${name}[ =](\\S+)`).exec(command)?.[1] ?? null;
  const torch = version('torch');
  if (torch === null) return null;
  const indexes = { indexUrl: option('index-url'), extraIndexUrl: option('extra-index-url') };
  return { torch, torchvision: version('torchvision'), ...indexes };
}

/** The indented lines below `def name`, or nothing. */
function functionBody(source: string, name: string): string {
  const lines = source.split(/\r?\n/);
  const start = lines.findIndex((line) => new RegExp(`^(?:async )?def ${name}\\b`).test(line));
  if (start === -1) return '';
  const length = lines.slice(start + 1).findIndex((line) => /^\S/.test(line) && !line.startsWith('#'));
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join('\n');
}

function pinnedLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => (line.split(/[#;]/)[0] ?? '').trim())
    .filter((line) => /^[\w.-]+==[\w.+!]+$/.test(line));
}

function nameAndVersion(line: string): [string, string] {
  const [name = '', version = ''] = line.split('==');
  return [name.toLowerCase(), version];
}
