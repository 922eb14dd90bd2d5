import { globSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files that arguments mean: a folder stands for the reports in it, a pattern for what it matches. */
export function reportFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap(filesOf);
}

function filesOf(path: string): readonly string[] {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) return inFolder(path);
  if (there === undefined && /[*?]/.test(path)) return globbed(path);
  return [path];
}

function inFolder(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:json|ndjson)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** PowerShell and cmd hand patterns on as they are. */
function globbed(pattern: string): readonly string[] {
  const found = globSync(pattern.replaceAll('\\', '/')).sort();
  return found.length === 0 ? [pattern] : found;
}
