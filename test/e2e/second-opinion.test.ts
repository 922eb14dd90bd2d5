import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { sdnJson } from '../fixtures/sdn.ts';

/** In a child with a limit: systeminformation has no time-outs of its own, and only its harmless calls are used. */
async function secondOpinion() {
  const program = `
    const si = require('systeminformation');
    Promise.all([si.cpu(), si.mem(), si.osInfo(), si.fsSize()])
      .then(([cpu, mem, os, disks]) => console.log(JSON.stringify({ cpu, mem, os, disks })));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { timeout: 30_000 });
  return JSON.parse(stdout);
}

test('detect and systeminformation, each by its own way, see the same machine', async () => {
  const [{ document }, other] = await Promise.all([sdnJson(['detect']), secondOpinion()]);
  const { os, cpu, memory, disk } = document.facts;
  expect(os.platform).toBe(other.os.platform === 'darwin' ? 'darwin' : process.platform);
  expect(os.arch).toBe(other.os.arch);
  expect(os.name).toContain(other.os.distro.split(' ')[0]);
  expect(cpu.brand).toContain(other.cpu.brand);
  expect(cpu.threads).toBe(other.cpu.cores);
  expect(memory.totalBytes).toBe(other.mem.total);
  expect(other.disks.map((each: { type: string }) => each.type.toLowerCase())).toContain(disk.fileSystem);
});
