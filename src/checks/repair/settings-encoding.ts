import { basename } from 'node:path';
import { replaceFile } from '../../sdnext/settings/replace-file.ts';
import { LARGEST_SETTINGS } from '../../sdnext/settings/settings.ts';
import { readSettingsText } from '../../sdnext/settings/settings-text.ts';
import { sha256 } from '../../system/digest.ts';
import type { Repair } from './repair.ts';

/** The same settings as plain UTF-8, which is all that SD.Next reads. */
export const settingsEncoding: Repair = {
  fixer: 'settings-encoding',
  plan: ({ settings }) => ({
    fixer: 'settings-encoding',
    title: 'Settings',
    detail: `${basename(settings.path)}: write it as UTF-8 without a mark, content unchanged`,
    undoable: true,
  }),
  apply: async ({ dir, settings }) => {
    const { text } = await readSettingsText(settings.path, LARGEST_SETTINGS);
    const replaced = await replaceFile(dir, settings.path, text);
    return [{ fixer: 'settings-encoding', ...replaced, sha256: sha256(text) }];
  },
};
