import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { Failure } from '../findings/failure.ts';
import { templatePath } from '../system/templates.ts';

const TemplateFile = v.object({
  /** Below `templates/`. */
  from: v.string(),
  /** Below `--dir`. */
  to: v.string(),
  executable: v.optional(v.boolean(), false),
  lineEnd: v.optional(v.picklist(['lf', 'crlf']), 'lf'),
});

const Template = v.object({
  name: v.string(),
  summary: v.string(),
  /** What is left to do once the files are there. */
  next: v.string(),
  files: v.array(TemplateFile),
});

const Catalog = v.object({ templates: v.array(Template) });

export type Template = v.InferOutput<typeof Template>;
export type TemplateFile = v.InferOutput<typeof TemplateFile>;

/** Everything that `sdn template` can write, in the order of its list. */
export function catalog(): readonly Template[] {
  return v.parse(Catalog, JSON.parse(readFileSync(templatePath('files', 'catalog.json'), 'utf8'))).templates;
}

/** @throws Failure `usage` that names every template where there is none of this name */
export function templateNamed(name: string): Template {
  const found = catalog().find((template) => template.name === name);
  if (found !== undefined) return found;
  throw new Failure({
    kind: 'usage',
    code: 'unknown-template',
    found: `There is no template named ${name}.`,
    need: `One of: ${catalog()
      .map((template) => template.name)
      .join(', ')}`,
    fix: ['sdn template list'],
  });
}
