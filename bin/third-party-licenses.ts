// The licences of everything that the bundler put into our file: their texts must travel with their code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;
type Entry = { readonly title: string; readonly license: string; readonly text: string };

const RULE = '-'.repeat(80);

/**
 * @param moduleIds absolute paths of the modules in the bundle; those outside `node_modules` are our own
 * @returns one text: each package once, in order of name and version, with its licence files whole
 * @throws Error for a package that carries no licence text
 */
export function thirdPartyLicenses(moduleIds: readonly string[]): string {
  const folders = new Set(moduleIds.map(packageFolder).filter((folder) => folder !== null));
  const entries = new Map([...folders].map(read).map((entry) => [entry.title, entry]));
  const sorted = [...entries.values()].sort((a, b) => (a.title < b.title ? -1 : 1));
  const list = sorted.map(({ title, license }) => `  ${title} (${license})`);
  const texts = sorted.map(({ title, license, text }) => `${RULE}\n${title} (${license})\n\n${text}\n`);
  return ['sdn.js contains code of these packages:', '', ...list, '', ...texts].join('\n');
}

function packageFolder(moduleId: string): string | null {
  return /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(moduleId)?.[0] ?? null;
}

function read(folder: string): Entry {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => LICENSE_FILE.test(file));
  if (files.length === 0) throw new Error(`${name} ${version} carries no licence text: ${folder}`);
  const text = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n'));
  return { title: `${name} ${version}`, license, text: text.map((part) => part.trim()).join('\n\n') };
}
