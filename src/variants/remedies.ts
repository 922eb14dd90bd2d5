import type { Facts } from '../hardware/facts.ts';
import type { Host } from './host.ts';
import { compareVersions } from './version.ts';

/** How to get NVIDIA driver `floor` or newer on this system. */
export function newerNvidiaDriver(facts: Facts, host: Host, floor: string): string {
  const branch = floor.split('.')[0];
  if (host.wsl) return `Install NVIDIA driver ${branch} or newer in Windows, then: wsl --shutdown`;
  if (host.platform === 'win32')
    return `Install NVIDIA driver ${branch} or newer: https://www.nvidia.com/drivers`;
  if (host.container) return `Install NVIDIA driver ${branch} or newer on the host of this container`;
  return `${linuxDriverCommand(facts)}    (needs driver ${branch} or newer, then a restart)`;
}

/** How to install the NVIDIA driver where none runs, for a card of this capability. */
export function nvidiaDriver(facts: Facts, host: Host, capability: string | null): string {
  if (host.wsl) return 'Install the NVIDIA driver in Windows, then: wsl --shutdown';
  const last = lastBranch(capability);
  if (last !== null)
    return `Install NVIDIA driver branch ${last}, the last that drives this card: https://www.nvidia.com/drivers`;
  if (host.platform === 'win32') return 'Install the NVIDIA driver: https://www.nvidia.com/drivers';
  return `${linuxDriverCommand(facts)}    (then a restart)`;
}

/** NVIDIA's notice: 470 is the last branch for Kepler, 580 for Maxwell, Pascal and Volta. */
function lastBranch(capability: string | null): string | null {
  if (capability === null || compareVersions(capability, '7.5') >= 0) return null;
  return compareVersions(capability, '5.0') >= 0 ? '580' : '470';
}

/** Each distribution's own way; the vendor's page for the rest. */
function linuxDriverCommand({ os }: Facts): string {
  const name = os.name ?? '';
  if (/ubuntu|mint|pop!?_?os/i.test(name)) return 'sudo ubuntu-drivers install';
  if (/debian/i.test(name)) return 'sudo apt install nvidia-driver';
  if (/fedora/i.test(name)) return 'sudo dnf install akmod-nvidia';
  if (/arch|manjaro|endeavour/i.test(name)) return 'sudo pacman -S nvidia-open';
  if (/suse/i.test(name)) return 'sudo zypper install nvidia-open-driver-G06-signed-kmp-meta';
  return 'Install the NVIDIA driver of your distribution, or https://www.nvidia.com/drivers';
}

/** How to let a GPU into the container that sdn runs in. */
export function passThrough(vendor: string): string {
  if (vendor === 'nvidia') return 'Start the container again with: docker run --gpus all IMAGE';
  if (vendor === 'amd')
    return 'Start the container again with: docker run --device /dev/kfd --device /dev/dri IMAGE';
  if (vendor === 'intel') return 'Start the container again with: docker run --device /dev/dri IMAGE';
  return 'Start the container again with: docker run --gpus all IMAGE (NVIDIA), or with --device /dev/kfd --device /dev/dri (AMD), or with --device /dev/dri (Intel)';
}

export function joinGroup(group: string): string {
  return `sudo usermod -aG ${group} $USER    (then log out and in)`;
}
