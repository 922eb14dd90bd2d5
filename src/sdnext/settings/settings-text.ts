import { errorCode } from '../../system/files.ts';
import { readBoundedBytes } from '../bounded-file.ts';

/** The text of a settings file, and whether SD.Next, which takes UTF-8 without a mark only, can read it as it is. */
export type SettingsText = {
  readonly text: string;
  readonly encoding: 'plain' | 'marked' | 'utf-16';
};

/** Reads at most `limit` bytes of settings in any encoding that editors write. Throws as `readBounded` does. */
export async function readSettingsText(path: string, limit: number): Promise<SettingsText> {
  return decoded(await readBoundedBytes(path, limit));
}

function decoded(bytes: Buffer): SettingsText {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf)
    return { text: bytes.subarray(3).toString('utf8'), encoding: 'marked' };
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  if (!isLittle && !isBig) return { text: bytes.toString('utf8'), encoding: 'plain' };
  const words = bytes.subarray(2, bytes.length - (bytes.length % 2));
  return { text: (isLittle ? words : Buffer.from(words).swap16()).toString('utf16le'), encoding: 'utf-16' };
}

/** The text of the settings to be changed: as plain UTF-8, and an empty object where there are none yet. */
export async function textToEdit(path: string, limit: number): Promise<string> {
  try {
    return (await readSettingsText(path, limit)).text || '{}\n';
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return '{}\n';
    throw error;
  }
}

/** The object in the text. Throws a SyntaxError whose message says where and why, and quotes nothing: a token may stand there. */
export function parseSettings(text: string): object {
  // SD.Next takes an empty file for one without settings.
  const value: unknown = text === '' ? {} : parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new SyntaxError('no object');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(String(error)) ?? [];
    const place = line === undefined ? [] : [`line ${line}, column ${column}`];
    const hint = EXTRAS.test(text) ? ['comments and a comma after the last entry are not allowed'] : [];
    throw new SyntaxError([...place, ...hint].join('; '));
  }
}

const EXTRAS = /^\s*(?:\/\/|#)|,\s*[}\]]/m;
