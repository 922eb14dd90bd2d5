import type { TemplateAnswer } from '../document.ts';
import type { Style } from '../style.ts';
import { labelled } from '../wrap.ts';

/** A list of names, or, where the contents are there, the files themselves: one alone comes bare. */
export function templateLines(
  templates: readonly TemplateAnswer[] | undefined,
  style: Style,
): readonly string[] {
  if (templates === undefined) return [];
  const shown = templates.flatMap(({ files }) => files).filter(({ content }) => content !== undefined);
  if (shown.length === 0) return templates.flatMap((template) => listed(template, style));
  if (shown.length === 1) return linesOf(shown[0]?.content ?? '');
  return shown.flatMap(({ path, content }) => [`==> ${path} <==`, ...linesOf(content ?? ''), '']);
}

function listed({ name, summary, files }: TemplateAnswer, { width }: Style): readonly string[] {
  const where = files.length > 3 ? `${files.length} files` : files.map(({ path }) => path).join(', ');
  return [
    ...labelled(name, summary, { width, indent: 0, column: 17 }),
    ...labelled('', where, { width, indent: 0, column: 17 }),
  ];
}

function linesOf(content: string): readonly string[] {
  return content.replace(/\r?\n$/, '').split(/\r?\n/);
}
