import { expect, test } from 'vitest';
import { finding, remedy } from '../../../src/findings/finding.ts';
import { pasteable } from '../../../src/report/pasteable.ts';

const hints = (...commands: string[]) => ({
  error: { code: 'x', message: 'x', need: null, hints: commands, exit: 3 },
});

test('a command about an environment names the one this run was about', () => {
  const answer = pasteable(
    hints('sdn reinstall --use-cpu', 'sdn launch -- --medvram', 'sdn detect', 'df -h .'),
    {
      dir: '/srv/my models',
      venv: null,
      invokedAs: null,
    },
  );
  expect(answer.error?.hints).toEqual([
    "sdn reinstall --use-cpu --dir '/srv/my models'",
    "sdn launch --dir '/srv/my models' -- --medvram",
    'sdn detect',
    'df -h .',
  ]);
});

test('remedies of findings are completed too', () => {
  const item = finding({
    id: 'a',
    group: 'system',
    status: 'fail',
    title: 'A',
    remedy: remedy('B', 'sdn verify'),
  });
  expect(
    pasteable({ findings: [item] }, { dir: 'x', venv: 'y', invokedAs: null }).findings?.[0]?.remedy?.commands,
  ).toEqual(['sdn verify --dir x --venv y']);
});

test('a command that names its environment, or asks for help, stays as it is', () => {
  const commands = [
    'sdn verify --dir=x',
    "sdn verify '--dir=a b'",
    'sdn verify --venv y',
    'sdn verify --help',
  ];
  expect(pasteable(hints(...commands), { dir: 'x', venv: null, invokedAs: null }).error?.hints).toEqual(
    commands,
  );
});

test('in the default place commands stay short', () => {
  expect(pasteable(hints('sdn reinstall'), { dir: null, venv: null, invokedAs: null }).error?.hints).toEqual([
    'sdn reinstall',
  ]);
});

test('commands start as this run was started', () => {
  const answer = pasteable(hints('sdn reinstall', 'df -h .'), {
    dir: null,
    venv: null,
    invokedAs: 'uvx sdn',
  });
  expect(answer.error?.hints).toEqual(['uvx sdn reinstall', 'df -h .']);
});

test('a command that names its environment already is left as it is', () => {
  const answer = pasteable(hints('sdn install --venv /srv/venv'), {
    dir: null,
    venv: '/srv/venv',
    invokedAs: null,
  });
  expect(answer.error?.hints).toEqual(['sdn install --venv /srv/venv']);
});
