import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The absolute path of a file in `templates/`, from the bundle as from the sources. */
export function templatePath(...parts: readonly string[]): string {
  return join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'templates', ...parts);
}

/** The folder of sdn's own package.json, looked for upwards from `folder`. */
function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'templates'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The templates folder of sdn is missing beside its bundle.');
  return packageRoot(parent);
}
