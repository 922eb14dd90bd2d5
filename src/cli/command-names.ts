import { readFileSync } from 'node:fs';
import { templatePath } from '../system/templates.ts';

/** The commands as they are typed (`report merge`), from the manifest beside the bundle. */
export function commandNames(): readonly string[] {
  const { commands } = JSON.parse(readFileSync(templatePath('..', 'oclif.manifest.json'), 'utf8'));
  return Object.keys(commands).map((id) => id.replaceAll(':', ' '));
}
