import type { Facts } from '../hardware/facts.ts';

/** The machine that wheels are chosen for, as pins name it: `linux-x64`, `darwin-arm64`. */
export type Host = {
  readonly platform: Facts['os']['platform'];
  readonly arch: Facts['os']['arch'];
  readonly wsl: boolean;
  readonly container: boolean;
};

/** A process under Rosetta reports x64 on a machine that is arm64. */
export function hostOf({ os }: Facts): Host {
  const arch = os.platform === 'darwin' && os.translated === true ? 'arm64' : os.arch;
  return { platform: os.platform, arch, wsl: os.wsl === true, container: os.container === true };
}

export function hostName(host: Host): string {
  return `${host.platform}-${host.arch}`;
}

const SYSTEMS = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' } as const;

/** For sentences: "Linux x86_64". */
export function hostTitle(host: Host): string {
  const arch = { x64: 'x86_64', arm64: host.platform === 'linux' ? 'aarch64' : 'arm64', ia32: '32-bit x86' };
  return `${SYSTEMS[host.platform]} ${arch[host.arch]}`;
}
