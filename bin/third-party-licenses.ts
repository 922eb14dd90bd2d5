// The licences of everything that the bundler put into our file: their texts must travel with their code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Entry = {
  readonly title: string;
  /** Who holds the rights, line by line. */
  readonly holders: readonly string[];
  readonly terms: string;
};

const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;
/** A notice at the start of its line; not the word within the terms. */
const HOLDER = /^Copyright (?!(?:notice|holder|owner|license|and)\b)/;
const RULE = '-'.repeat(80);

/**
 * @param moduleIds absolute paths of the modules in the bundle; those outside `node_modules` are our own
 * @returns one text: each package once with its holders, and every wording of terms once, below those it is for
 * @throws Error for a package that carries no licence text
 */
export function thirdPartyLicenses(moduleIds: readonly string[]): string {
  const folders = new Set(moduleIds.map(packageFolder).filter((folder) => folder !== null));
  const entries = new Map([...folders].map(read).map((entry) => [entry.title, entry]));
  const sorted = [...entries.values()].sort((a, b) => (a.title < b.title ? -1 : 1));
  const groups = Map.groupBy(sorted, ({ terms }) => terms.replace(/\s+/g, ' '));
  return [
    'sdn contains code of these packages, under the terms below each list.',
    '',
    ...[...groups.values()].map(section),
  ].join('\n');
}

function section(entries: readonly Entry[]): string {
  const packages = entries.map(({ title, holders }) => [
    `  ${title}`,
    ...holders.map((line) => `    ${line}`),
  ]);
  return [RULE, ...packages.flat(), '', entries[0]?.terms, ''].join('\n');
}

function packageFolder(moduleId: string): string | null {
  return /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(moduleId)?.[0] ?? null;
}

function read(folder: string): Entry {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => LICENSE_FILE.test(file));
  if (files.length === 0) throw new Error(`${name} ${version} carries no licence text: ${folder}`);
  const texts = files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const lines = texts.join('\n\n').split('\n');
  const terms = lines
    .filter((line) => !HOLDER.test(line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const holders = lines.filter((line) => HOLDER.test(line)).map((line) => line.trim());
  return { title: `${name} ${version} (${license})`, holders, terms };
}
