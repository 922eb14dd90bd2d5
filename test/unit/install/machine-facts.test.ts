import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inventory } from '../../../src/hardware/inventory.ts';
import { decideFor, machineFacts } from '../../../src/install/machine-facts.ts';
import { thisMachine } from '../../../src/system/this-machine.ts';
import { NOTHING_ASKED } from '../../../src/variants/request.ts';

const folder = mkdtempSync(join(tmpdir(), 'sdn-facts-'));
const started = join(folder, 'started');
const python = join(folder, 'bin', 'python3.12');
mkdirSync(join(folder, 'bin'));
writeFileSync(python, `#!/bin/sh\ntouch ${started}\necho 3.12.4 cpython x86_64 True\n`, { mode: 0o755 });
const system = {
  ...thisMachine(new AbortController().signal),
  home: folder,
  env: { PATH: join(folder, 'bin') },
};

/** Only what is on the PATH given here: a machine has Pythons in its usual places as well. */
const own = ({ pythons }: Awaited<ReturnType<typeof machineFacts>>) =>
  (pythons ?? []).filter(({ path }) => path?.startsWith(folder));

test.skipIf(process.platform === 'win32')(
  'an installation lists the Pythons and starts none of them',
  async () => {
    const facts = await machineFacts(folder, system);
    expect(own(facts).map(({ version }) => version)).toEqual(['3.12']);
    expect(existsSync(started)).toBe(false);
  },
);

test('the disk is that of the folder it installs to', async () => {
  expect((await machineFacts(join(folder, 'later'), system)).disk?.path).toBe(join(folder, 'later'));
});

test('a Python that no wheel fits is no obstacle to an installation, which brings its own', async () => {
  const facts = {
    ...(await machineFacts(folder, system)),
    gpus: [],
    python: { version: '3.15.0' },
    pythons: [],
  };
  expect(decideFor(facts, NOTHING_ASKED).problems.map(({ code }) => code)).not.toContain('python-too-new');
});

test('where nobody looked for Pythons, none is claimed to be missing', async () => {
  expect(await inventory(system)).toMatchObject({ python: null, pythons: null });
});
