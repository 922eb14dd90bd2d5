import type { Facts } from '../hardware/facts.ts';
import type { Problem } from './decision.ts';
import type { Device } from './device.ts';
import type { Case } from './offer.ts';

/** Why an AMD or Intel device has no driver that computes; null where it has one, or where nobody looked. */
export function driverMissing({ facts, host }: Pick<Case, 'facts' | 'host'>, device: Device): Problem | null {
  if (host.platform === 'win32') return isInbox(device) ? inboxProblem(device) : null;
  if (device.vendor !== 'intel' || host.wsl || !isUnbound(facts, device)) return null;
  return {
    code: 'intel-driver-missing',
    text: `${device.title} has no kernel driver (i915 or xe)`,
    remedy: newerKernel(facts),
  };
}

/** Windows' own drivers carry the number of Windows ("10.0.26100.1"); those of the makers never do. */
function isInbox({ gpu }: Device): boolean {
  return /^10\.0\./.test(gpu.driverVersion ?? '');
}

const PAGES: Readonly<Record<string, string>> = {
  amd: 'https://www.amd.com/en/support',
  intel: 'https://www.intel.com/content/www/us/en/download-center/home.html',
};

function inboxProblem({ gpu, title, vendor }: Device): Problem {
  const maker = vendor === 'amd' ? 'AMD' : 'Intel';
  return {
    code: `${vendor}-driver-missing`,
    text: `${title} runs on Windows' own driver ${gpu.driverVersion ?? ''}, which does not compute`,
    remedy: `Install the graphics driver of ${maker}: ${PAGES[vendor] ?? ''}`,
  };
}

/** The bus was read, and no driver holds the device. */
function isUnbound({ probes }: Facts, { gpu }: Device): boolean {
  const read = (probes ?? []).some(({ id, status }) => id === 'pci' && status === 'ok');
  return read && gpu.kernelDriver === null && !gpu.node;
}

/** Arc A is driven without a switch since Linux 6.2, Arc B since 6.12. */
function newerKernel({ os }: Facts): string {
  const ubuntu = /^Ubuntu (\d\d\.\d\d)/.exec(os.name ?? '')?.[1];
  if (ubuntu !== undefined) return `sudo apt install linux-generic-hwe-${ubuntu}    (then a restart)`;
  return 'Install Linux 6.12 or newer, which drives Arc A and B: your distribution names the package';
}
