import type { Problem } from './decision.ts';
import type { Device } from './device.ts';
import type { Case } from './offer.ts';
import { nvidiaDriver, passThrough } from './remedies.ts';

type Situation = Pick<Case, 'facts' | 'host'>;

/** In MIG mode CUDA sees instances only, and this card has none. */
export function withoutInstance({ gpu, title }: Device): Problem {
  const at = gpu.pci ? `-i ${gpu.pci} ` : '';
  return {
    code: 'mig-without-instance',
    text: `${title} is in MIG mode and has no instance, so CUDA sees nothing of it`,
    remedy: `sudo nvidia-smi mig ${at}-cgi 0 -C    (one instance of the whole card; to leave MIG mode: sudo nvidia-smi ${at}-mig 0)`,
  };
}

/** The card hangs or fell off the bus; the driver cannot reach it. */
export function lost({ title }: Device): Problem {
  return {
    code: 'gpu-lost',
    text: `The NVIDIA driver cannot reach ${title}, which hangs or fell off the bus`,
    remedy: 'sudo reboot    (if it comes back: sudo dmesg | grep -i xid names the cause)',
  };
}

export function mismatchProblem(): Problem {
  return {
    code: 'driver-mismatch',
    text: 'The loaded NVIDIA kernel module and the installed NVIDIA libraries are of different versions',
    remedy: 'sudo reboot',
  };
}

export function notPassedProblem(cards: readonly Device[]): Problem {
  return {
    code: 'gpu-not-passed-through',
    text: `${cards[0]?.title ?? 'An NVIDIA card'} is in this machine and not in this container`,
    remedy: passThrough('nvidia'),
  };
}

/** Tools and libraries of the driver are there, and the kernel has not loaded it. */
function notLoaded({ facts, host }: Situation, title: string): Problem | null {
  const smi = facts.probes?.some(({ id, status }) => id === 'nvidia-smi' && status !== 'absent');
  const installed = facts.runtimes?.cuda || facts.tools?.['nvidia-smi'] === true || smi;
  if (host.platform !== 'linux' || host.wsl || host.container || !installed) return null;
  return {
    code: 'nvidia-driver-missing',
    text: `The NVIDIA driver of ${title} is installed and its kernel module is not loaded`,
    remedy:
      'sudo modprobe nvidia    (a key that is rejected means Secure Boot: enrol the key of the module with mokutil)',
  };
}

/** No driver holds these cards: none is installed, or its module is not loaded. */
export function missing(situation: Situation, cards: readonly Device[]): Problem {
  const { facts, host } = situation;
  const unloaded = notLoaded(situation, cards[0]?.title ?? 'the NVIDIA card');
  if (unloaded !== null) return unloaded;
  return {
    code: 'nvidia-driver-missing',
    text: `${cards[0]?.title ?? 'The NVIDIA card'} has no NVIDIA driver`,
    remedy: nvidiaDriver(facts, host, cards[0]?.capability ?? null),
  };
}
