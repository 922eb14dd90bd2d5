import type { Group } from '../../findings/finding.ts';
import type { LogReading } from './reading.ts';

/** What a problem code means to the reader. */
export type ProblemText = {
  readonly group: Group;
  readonly title: string;
  readonly found: string;
  readonly need: string;
  readonly fix: string;
  /** Commands of sdn, best first; they run on the machine the log is from. */
  readonly commands: (reading: LogReading) => readonly string[];
};

const none = () => [];
const reinstall = ({ requested }: LogReading) => [
  requested === null ? 'sdn reinstall' : `sdn reinstall --use-${requested === 'ipex' ? 'xpu' : requested}`,
];
const verify = () => ['sdn verify'];
const doctor = () => ['sdn doctor'];

/** Every fault that a log can show, by its code. */
export const PROBLEM_TEXTS: Readonly<Record<string, ProblemText>> = {
  'torch-cpu-build': {
    group: 'packages',
    title: 'The installed torch cannot use the accelerator',
    found:
      'A torch built for the CPU is installed, so the CPU did the work although an accelerator was asked for, seen or expected.',
    need: 'A torch built for this accelerator. SD.Next keeps any torch that is already there; only a reinstall replaces it (in SD.Next itself: --reinstall together with a flag such as --use-cuda).',
    fix: 'Reinstall the environment for the accelerator.',
    commands: reinstall,
  },
  'cpu-only-run': {
    group: 'inference',
    title: 'The CPU did the work',
    found: 'SD.Next itself names the CPU as its compute device; the log does not show why.',
    need: 'If this machine has an accelerator: a torch built for it and a working driver.',
    fix: 'See which accelerator sdn finds here, then reinstall for it.',
    commands: () => ['sdn detect', 'sdn reinstall'],
  },
  'backend-not-selected': {
    group: 'launch',
    title: 'An accelerator was found but not asked for',
    found:
      'A toolkit of an accelerator is on this machine, no backend flag was given, and SD.Next fell to the CPU.',
    need: 'The backend named at installation: --use-zluda, --use-rocm, --use-xpu or --use-openvino.',
    fix: 'Install the backend that fits this machine.',
    commands: () => ['sdn detect', 'sdn reinstall'],
  },
  'unexpected-backend': {
    group: 'launch',
    title: 'Another backend ran than the one asked for',
    found: 'The backend that computed is not the one the flags name.',
    need: 'One backend flag, the environment that belongs to it, and SD.Next newer than 2025-05-16.',
    fix: 'Reinstall the environment for the backend that is wanted.',
    commands: reinstall,
  },
  'no-device': {
    group: 'driver',
    title: 'The runtime found no accelerator',
    found: 'The backend looked for a device it can use and found none.',
    need: 'The GPU’s driver and compute runtime, access to the device, and a GPU that this backend supports.',
    fix: 'See what sdn finds on this machine and what is missing.',
    commands: () => ['sdn detect', 'sdn doctor --only driver'],
  },
  'stale-device-name': {
    group: 'settings',
    title: 'The configured device does not exist here',
    found: 'The name in openvino_devices is not in OpenVINO’s list of devices on this machine.',
    need: 'A name from that list: with one GPU it is GPU, with several they are GPU.0, GPU.1 and so on.',
    fix: 'Choose the device again.',
    commands: () => ['sdn verify --device-id 0', 'sdn launch --device-id 0'],
  },
  'compile-not-enabled': {
    group: 'settings',
    title: 'OpenVINO is selected, but the model is not compiled for it',
    found: 'The model was loaded without the OpenVINO compile step, so torch ran it on the CPU.',
    need: 'cuda_compile with Model in it and cuda_compile_backend openvino_fx in config.json, or neither key.',
    fix: 'Let sdn put the settings right; it keeps a backup.',
    commands: () => ['sdn doctor --only settings --fix'],
  },
  'compile-failed': {
    group: 'inference',
    title: 'OpenVINO could not compile the model',
    found:
      'A part of the model did not compile for the device; it runs in torch on the CPU, or no image comes out.',
    need: 'The torch and OpenVINO that this SD.Next pins, a current driver, and empty cuda_compile_options.',
    fix: 'See whether the device computes at all, then look at the settings.',
    commands: () => ['sdn verify', 'sdn doctor --only settings'],
  },
  'invalid-image': {
    group: 'inference',
    title: 'Images hold invalid numbers',
    found:
      'The samples are NaN or empty, which shows as a black image. This is a matter of precision: the device computed.',
    need: 'A higher precision: with OpenVINO openvino_accuracy "accuracy", elsewhere an fp16-safe VAE or --no-half-vae.',
    fix: 'Raise the precision and try again.',
    commands: none,
  },
  'arch-unsupported': {
    group: 'packages',
    title: 'This torch has no kernels for the GPU',
    found: 'The installed torch was built without code for this generation of GPU.',
    need: 'A build that still has it, such as an older CUDA or ROCm index.',
    fix: 'Let sdn choose the index that fits this GPU.',
    commands: () => ['sdn detect', 'sdn reinstall'],
  },
  oom: {
    group: 'inference',
    title: 'The accelerator ran out of memory',
    found: 'The device computed until its memory was exhausted.',
    need: 'Smaller images or batches, a quantised model, or offloading (not with OpenVINO).',
    fix: 'Lower the image size or the batch, or use a smaller model.',
    commands: none,
  },
  'python-version': {
    group: 'python',
    title: 'This Python is outside the accepted range',
    found: 'SD.Next refused the Python version and stopped.',
    need: 'A Python in the range the message names; 3.12 or 3.11 fits every release of the last two years, 3.10 the older ones.',
    fix: 'Reinstall with a fitting Python.',
    commands: () => ['sdn reinstall --python 3.12'],
  },
  'venv-broken': {
    group: 'python',
    title: 'The environment cannot start',
    found: 'The venv points to a Python that is gone, or cannot be used as it is.',
    need: 'A venv made from a Python that is still installed.',
    fix: 'Build the environment again.',
    commands: reinstall,
  },
  'missing-module': {
    group: 'packages',
    title: 'A Python module is missing',
    found: 'This venv cannot import a module that SD.Next needs at its start.',
    need: 'A whole environment: an interrupted installation looks finished to SD.Next.',
    fix: 'See which packages are damaged, then reinstall.',
    commands: () => ['sdn doctor --only packages', 'sdn reinstall'],
  },
  'packages-mismatch': {
    group: 'packages',
    title: 'Two Python packages do not fit together',
    found: 'One package asks another for a name that the installed release of that other does not have.',
    need: 'Releases that belong together. SD.Next installs one package after the other and can take one back that another needs.',
    fix: 'Build the environment afresh; sdn launch then holds SD.Next’s own pins from the first package on.',
    commands: (reading) => [...reinstall(reading), 'sdn launch'],
  },
  'resolver-conflict': {
    group: 'packages',
    title: 'Packages do not fit together',
    found: 'pip or uv could not find versions that satisfy everything that was asked for.',
    need: 'Releases that go together, and an index that has wheels of them for this Python and this system.',
    fix: 'Let sdn resolve the set in one go.',
    commands: reinstall,
  },
  'network-unreachable': {
    group: 'system',
    title: 'The network did not answer',
    found: 'GitHub, a package index or a proxy could not be reached; git and pip gave up after a time-out.',
    need: 'A way to github.com and the index, or proxy settings (HTTPS_PROXY) that git and pip see. SD.Next starts without it once its packages are there; diffusers and transformers come from GitHub.',
    fix: 'Check the connection from this machine.',
    commands: () => ['git ls-remote https://github.com/vladmandic/sdnext HEAD'],
  },
  'attention-unsupported': {
    group: 'settings',
    title: 'The attention method does not fit the device',
    found: 'An attention implementation such as xFormers was selected that works on CUDA only.',
    need: 'Scaled-Dot-Product attention, SD.Next’s default.',
    fix: 'Select Scaled-Dot-Product in the settings and start without --use-xformers.',
    commands: none,
  },
  'run-as-root': {
    group: 'launch',
    title: 'webui.sh does not start for root',
    found: 'The launcher refuses root outside docker.',
    need: 'Another user, or -f as the very first argument: ./webui.sh -f --use-openvino.',
    fix: 'Start it with sdn, which does not go through webui.sh.',
    commands: () => ['sdn launch'],
  },
  'bad-arguments': {
    group: 'launch',
    title: 'SD.Next does not accept an argument',
    found: 'An argument is unknown, or a --use-… flag was given a value. Such flags have no off form.',
    need: 'Only arguments that this SD.Next knows; the backend is a matter of the environment.',
    fix: 'Start it with sdn, which adds what the environment needs.',
    commands: () => ['sdn launch'],
  },
  'low-disk': {
    group: 'system',
    title: 'The disk is full',
    found: 'A write failed because no space is left.',
    need: 'Room for the environment (2.5 to 20 GB) and the models.',
    fix: 'Make room, then see whether the environment is whole.',
    commands: verify,
  },
};

/** For a code that no text is written for. */
export const UNKNOWN_PROBLEM: ProblemText = {
  group: 'inference',
  title: 'A fault that sdn has no words for',
  found: 'The log shows a fault.',
  need: 'A look at the lines named here.',
  fix: 'See what sdn finds on this machine.',
  commands: doctor,
};
