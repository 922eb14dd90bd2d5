import { join, relative, sep } from 'node:path';
import { shellWord } from '../../findings/shell-word.ts';
import { readBoundedIfThere } from '../../sdnext/bounded-file.ts';
import { replaceFile } from '../../sdnext/settings/replace-file.ts';
import { sha256 } from '../../system/digest.ts';
import type { Subject } from '../subject.ts';
import type { Repair } from './repair.ts';

const LARGEST_SCRIPT = 1024 * 1024;
const ASSIGNMENT = /^(\s*(?:export\s+)?)venv_dir=.*$/m;

/** `venv_dir` in webui-user.sh: the line is changed where it stands, or added at the end. */
export const launcherFile: Repair = {
  fixer: 'launcher-file',
  plan: (subject) => ({
    fixer: 'launcher-file',
    title: 'Launcher file',
    detail: `webui-user.sh: set venv_dir=${folderFor(subject)}`,
    undoable: true,
  }),
  apply: async (subject) => {
    const path = scriptOf(subject);
    const content = withFolder((await readBoundedIfThere(path, LARGEST_SCRIPT)) ?? '', folderFor(subject));
    const replaced = await replaceFile(subject.dir, path, content);
    return [{ fixer: 'launcher-file', ...replaced, sha256: sha256(content) }];
  },
};

function scriptOf({ dir }: Subject): string {
  return join(dir, 'webui-user.sh');
}

/** The script with `venv_dir` set, everything else as it is. */
function withFolder(text: string, folder: string): string {
  if (ASSIGNMENT.test(text))
    return text.replace(ASSIGNMENT, (_line, start: string) => `${start}venv_dir=${folder}`);
  const before = text === '' ? '#!/usr/bin/env bash\n' : text.endsWith('\n') ? text : `${text}\n`;
  return `${before}venv_dir=${folder}\n`;
}

function folderFor({ dir, environment }: Subject): string {
  const inside = relative(dir, environment.path);
  return shellWord(inside.startsWith(`..${sep}`) ? environment.path : inside);
}
