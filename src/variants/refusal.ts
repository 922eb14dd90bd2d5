import type { Facts } from '../hardware/facts.ts';
import type { Problem, Variant } from './decision.ts';
import { type Host, hostName, hostTitle } from './host.ts';
import { hostsOf } from './pins.ts';

/** Why no variant at all has wheels for this system, or null. */
export function refusalOfSystem({ os }: Facts): Problem | null {
  if (os.platform === 'linux' && os.libc === 'musl')
    return {
      code: 'musl-unsupported',
      text: 'This Linux uses musl; torch has wheels for glibc only',
      remedy: 'Run sdn on a glibc system or in a container of one: docker run -it debian:13',
    };
  if (os.arch !== 'ia32') return null;
  return {
    code: 'arch-unsupported',
    text: 'torch has no 32-bit wheels',
    remedy: 'Install a 64-bit system and Node',
  };
}

/** Why this variant has no wheels for this operating system or processor, or null. */
export function refusalOfVariant(variant: Variant, host: Host): Problem | null {
  const hosts = hostsOf(variant);
  if (hosts.includes(hostName(host))) return null;
  const here = hosts.some((each) => each.startsWith(`${host.platform}-`));
  const text = `${variant} does not exist for ${hostTitle(host)}; it exists for ${[...new Set(hosts)].join(', ')}`;
  return {
    code: here ? 'arch-unsupported' : 'backend-not-on-this-os',
    text,
    remedy: 'sdn detect',
  };
}
