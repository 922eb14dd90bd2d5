import type { System } from '../../system/system.ts';
import type { Facts } from '../facts.ts';
import { isThere, textOf } from '../tree.ts';

type Os = Facts['os'];

/** Name, C library, container and WSL of a Linux, from files alone. */
export async function linuxSystem(system: System): Promise<Partial<Os>> {
  const [release, osRelease, wsl, container, musl, glibc] = await Promise.all([
    textOf(system, '/proc/sys/kernel/osrelease'),
    textOf(system, '/etc/os-release'),
    isWsl(system),
    isContainer(system),
    anyOf(system, ['/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-aarch64.so.1']),
    anyOf(system, ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1']),
  ]);
  return {
    ...(release === null ? {} : { release }),
    ...(osRelease === null ? {} : { name: parseOsRelease(osRelease) }),
    libc: libcOf(musl, glibc),
    wsl,
    container,
  };
}

/** PRETTY_NAME of `/etc/os-release`. */
export function parseOsRelease(text: string): string | null {
  const value = /^PRETTY_NAME=(.*)$/m.exec(text)?.[1]?.trim();
  return value === undefined ? null : value.replace(/^["']|["']$/g, '');
}

/** A musl system may carry glibc beside it and the other way round: only one of them alone says which it is. */
function libcOf(musl: boolean, glibc: boolean): Os['libc'] {
  if (glibc) return 'glibc';
  return musl ? 'musl' : null;
}

async function isWsl(system: System): Promise<boolean> {
  const version = await textOf(system, '/proc/version');
  return /microsoft/i.test(version ?? '');
}

async function isContainer(system: System): Promise<boolean> {
  if (await anyOf(system, ['/.dockerenv', '/run/.containerenv'])) return true;
  const [environ, cgroup, mounts] = await Promise.all([
    textOf(system, '/proc/1/environ'),
    textOf(system, '/proc/1/cgroup'),
    textOf(system, '/proc/self/mountinfo'),
  ]);
  return (
    /(?:^|\0)container=/.test(environ ?? '') ||
    /docker|kubepods|containerd|libpod|lxc/.test(cgroup ?? '') ||
    // With the second version of cgroups a pod sees "0::/" and nothing else; its root tells what made it.
    /^\S+ \S+ \S+ \S+ \/ .* - overlay .*(?:containerd|docker|containers\/storage|crio)/m.test(mounts ?? '')
  );
}

async function anyOf(system: System, paths: readonly string[]): Promise<boolean> {
  const there = await Promise.all(paths.map((path) => isThere(system, path)));
  return there.includes(true);
}
