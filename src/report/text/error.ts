import { safeLine } from '../../findings/safe.ts';
import type { ReportError } from '../document.ts';
import { paint, type Style } from '../style.ts';
import { labelled } from '../wrap.ts';

/** Found, Need, Fix. */
export function errorLines(error: ReportError | undefined, style: Style): readonly string[] {
  if (error === undefined) return [];
  const layout = { width: style.width, indent: 0, column: 8 };
  const [first, ...more] = error.hints;
  return [
    ...labelled('Found', error.message, layout),
    ...(error.need === null ? [] : labelled('Need', error.need, layout)),
    ...(first === undefined ? [] : [`${paint(style, 'bold', 'Fix')}     ${safeLine(first)}`]),
    ...more.map((hint) => `        ${safeLine(hint)}`),
  ];
}
