import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { scratch, templateText } from '../../fixtures/scratch.ts';

/** As webui.sh begins: its own folder, the user's settings, then defaults for what they leave open. */
const LAUNCHER = `#!/usr/bin/env bash
cd -- "$(dirname -- "$0")" || exit
[[ -f webui-user.sh ]] && source ./webui-user.sh
venv_dir="\${venv_dir:-venv}"
printf '%s\\n' "$venv_dir" "$COMMANDLINE_ARGS" "\${sdn_variant-none}" "$@"
`;

async function launch(variant: string | null, env: Record<string, string> = {}, venv = 'venv') {
  const { folder, given } = scratch();
  given('webui-user.sh', templateText('files/webui/webui-user.sh'));
  if (variant !== null)
    given(`${venv}/sdn-environment.json`, JSON.stringify({ schema: 'sdn.environment/1', variant }, null, 2));
  const { stdout } = await execa('bash', [given('webui.sh', LAUNCHER), '--port 1'], { cwd: '/', env });
  expect(folder).toBeTruthy();
  return stdout.split('\n');
}

describe.skipIf(process.platform === 'win32')('SD.Next’s launcher with webui-user.sh', () => {
  test.each(['openvino', 'directml', 'zluda'])(
    'gets the switch that %s needs at every start',
    async (variant) => {
      expect(await launch(variant)).toEqual(['venv', `--use-${variant}`, 'none', '--port 1']);
    },
  );

  test.each(['cuda', 'rocm', 'xpu', 'mps', 'cpu'])('gets none for %s', async (variant) => {
    expect((await launch(variant))[1]).toBe('');
  });

  test('keeps the arguments of the user, and adds a switch once', async () => {
    expect((await launch('openvino', { COMMANDLINE_ARGS: '--medvram' }))[1]).toBe('--use-openvino --medvram');
    expect((await launch('openvino', { COMMANDLINE_ARGS: '--listen --use-openvino' }))[1]).toBe(
      '--listen --use-openvino',
    );
  });

  test('reads the environment that was chosen', async () => {
    expect((await launch('openvino', { venv_dir: '.venv-ov' }, '.venv-ov')).slice(0, 2)).toEqual([
      '.venv-ov',
      '--use-openvino',
    ]);
  });

  test('an environment that sdn did not make is left to SD.Next', async () => {
    expect(await launch(null)).toEqual(['venv', '', 'none', '--port 1']);
  });
});
