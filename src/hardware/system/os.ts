import { release, version } from 'node:os';
import { Failure } from '../../findings/failure.ts';
import type { System } from '../../system/system.ts';
import type { Facts } from '../facts.ts';
import { failureOf, runTool } from '../tool.ts';
import { linuxSystem } from './linux-system.ts';

type Os = Facts['os'];

/**
 * The operating system: its own name and release, the processor's architecture, and what it runs inside of.
 * Throws `Failure` (unsupported) on a system that torch has no wheels for.
 */
export async function readOs(system: System): Promise<Os> {
  refuseOthers(system);
  const base = { platform: platformOf(system.platform), arch: archOf(system.arch) };
  if (base.platform === 'linux') return { ...base, ...(await linuxSystem(system)) };
  if (base.platform === 'darwin') return { ...base, ...(await macRelease(system)) };
  return { ...base, release: release(), name: version() };
}

async function macRelease(system: System): Promise<Partial<Os>> {
  const outcome = await runTool(system, '/usr/bin/sw_vers', ['-productVersion']);
  const product = failureOf(outcome) === null ? outcome.stdout.trim() : '';
  return product === '' ? { release: release() } : { release: product, name: `macOS ${product}` };
}

/** Nothing that sdn installs has wheels anywhere else; a guess would only fail later. */
function refuseOthers({ platform, arch }: System): void {
  const fits = ['linux', 'win32', 'darwin'].includes(platform) && ['x64', 'arm64', 'ia32'].includes(arch);
  if (fits) return;
  throw new Failure({
    kind: 'unsupported',
    code: 'system-unsupported',
    found: `This is ${platform} on ${arch}.`,
    need: 'Linux, Windows or macOS on x86_64 or arm64: torch has wheels for nothing else.',
  });
}

function platformOf(platform: NodeJS.Platform): Os['platform'] {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}

function archOf(arch: string): Os['arch'] {
  return arch === 'x64' || arch === 'arm64' ? arch : 'ia32';
}
