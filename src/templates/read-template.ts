import { readFileSync } from 'node:fs';
import { templatePath } from '../system/templates.ts';
import type { Template, TemplateFile } from './catalog.ts';

/** One file as it would lie in a project. */
export type ReadyFile = {
  /** Below `--dir`, with forward slashes. */
  readonly path: string;
  readonly executable: boolean;
  readonly content: string;
};

/** The files of a template, made for this version of sdn: a job that runs next year installs what was tried today. */
export function readTemplate({ files }: Template, version: string): readonly ReadyFile[] {
  return files.map((file) => ({
    path: file.to,
    executable: file.executable,
    content: contentOf(file, version),
  }));
}

function contentOf({ from, lineEnd }: TemplateFile, version: string): string {
  const text = readFileSync(templatePath(...from.split('/')), 'utf8').replaceAll('@sdn-version@', version);
  return lineEnd === 'crlf' ? text.replaceAll('\n', '\r\n') : text;
}
