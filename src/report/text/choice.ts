import type { Decision, Problem, Reason } from '../../variants/decision.ts';
import { paint, type Style } from '../style.ts';
import { labelled } from '../wrap.ts';
import { joined } from './units.ts';

/** What would be installed, every step that led there, what stands in the way, and what else is possible. */
export function choiceLines(decision: Decision | undefined, style: Style): readonly string[] {
  if (decision === undefined) return [];
  return [
    ...headline(decision, style),
    ...unsaid(decision).flatMap((reason) => reasonLines(reason, style)),
    ...environmentLines(decision, style),
    ...decision.problems.flatMap((problem) => problemLines(problem, style)),
    ...alternativeLines(decision, style),
  ];
}

/** A problem says its reason itself, with the way out below it. */
function unsaid({ reasons, problems }: Decision): readonly Reason[] {
  return reasons.filter(({ text }) => !problems.some((problem) => problem.text === text));
}

function headline({ variant, index, torch, requested }: Decision, style: Style): readonly string[] {
  const said = requested ? 'Asked for' : 'Proposed';
  if (variant === null)
    return labelled(said.padEnd(11), 'none. Nothing was chosen.', {
      width: style.width,
      indent: 0,
      column: 11,
    });
  const from =
    index === null ? (torch?.indexUrl ?? '') : index === 'pypi' ? 'torch from PyPI' : `torch index ${index}`;
  const text = `${variant} (${[from, torch?.spec ?? ''].filter((each) => each !== '').join(', ')})`;
  const [first = '', ...rest] = labelled(said, text, { width: style.width, indent: 0, column: 11 });
  return [paint(style, 'bold', first), ...rest];
}

const COLORS = { '+': 'green', '-': 'yellow', '=': 'bold' } as const;

function reasonLines({ sign, text }: Reason, style: Style): readonly string[] {
  const [first = '', ...rest] = labelled(sign, text, { width: style.width, indent: 2, column: 3 });
  return [first.replace(sign, () => paint(style, COLORS[sign], sign)), ...rest];
}

/** Variables that the launch sets; shown so that nobody has to find them out. */
function environmentLines({ env }: Decision, style: Style): readonly string[] {
  const set = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  if (set.length === 0) return [];
  return labelled('=', `with ${set.join(' ')}`, { width: style.width, indent: 2, column: 3 });
}

function problemLines({ code, text, remedy }: Problem, style: Style): readonly string[] {
  const mark = style.unicode ? '!' : 'warn';
  const column = mark.length + 2;
  const [first = '', ...rest] = labelled(mark, text, { width: style.width, indent: 2, column });
  const room = style.width - (rest.at(-1) ?? first).length - code.length;
  const lines = [first.replace(mark, () => paint(style, 'yellow', mark)), ...rest];
  const named = room > 2 ? [...lines.slice(0, -1), `${lines.at(-1)}  ${paint(style, 'dim', code)}`] : lines;
  return [...named, ...fixLines(remedy, style, 2 + column)];
}

/** A command is never broken: it is there to be pasted. What is in brackets behind it may go to the next line. */
function fixLines(remedy: string, style: Style, indent: number): readonly string[] {
  const [command = '', note] = remedy.split(/ {2,}(?=\()/);
  const pad = ' '.repeat(indent);
  const whole = `${pad}Fix  ${command}${note === undefined ? '' : `  ${note}`}`;
  if (whole.length <= style.width) return [whole];
  const below = note === undefined ? [] : labelled('', note, { width: style.width, indent, column: 5 });
  const isCommand = /^(?:sdn|sudo|docker|nvidia-smi|unset|Remove-Item|wsl|softwareupdate) /.test(command);
  const first = isCommand
    ? [`${pad}Fix  ${command}`]
    : labelled('Fix', command, { width: style.width, indent, column: 5 });
  return [...first, ...below];
}

function alternativeLines({ alternatives }: Decision, style: Style): readonly string[] {
  if (alternatives.length === 0) return [];
  const texts = alternatives.map(({ variant, why }) => `${variant} (${why})`);
  return [
    '',
    ...labelled('Also possible', joined(texts, style), { width: style.width, indent: 0, column: 15 }),
  ];
}
