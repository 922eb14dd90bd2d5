import { fault, type Rule, rule } from '../rule.ts';

/** The driver's and the runtime's view of the accelerator. */
export const hardwareRules: readonly Rule[] = [
  fault('no-device', /\bROCm: no agent (?:was )?found\b/, 'ROCm found no GPU it can use.'),
  fault(
    'no-device',
    /\bNo (?:CUDA|HIP|XPU) (?:GPUs|devices) are available|Found no NVIDIA driver on your system|no (?:CUDA|ROCm)-capable device is detected|hipErrorNoDevice|XPU [Dd]evice count is zero|no HIP SDK found/,
    'The runtime of the backend found no device.',
  ),
  fault(
    'no-device',
    /NVIDIA driver on your system is too old|CUDA driver initialization failed|Unexpected error from cudaGetDeviceCount|CUDA driver version is insufficient/,
    'The GPU’s driver is too old for this torch, or does not start, so torch sees no device.',
  ),
  fault(
    'no-device',
    /\b(?:DirectML|IPEX) initialization failed\b/,
    'The backend could not be started, so SD.Next took the CPU.',
  ),
  rule(
    /\bHIP SDK is detected, but no Torch release for Windows available|For ZLUDA support specify '?--use-zluda/,
    'The AMD toolkit is here, but no backend was asked for, so SD.Next fell to the CPU.',
    { is: 'fault', code: 'backend-not-selected' },
  ),
  fault(
    'torch-cpu-build',
    /CPU version installed and (?:CUDA|ROCm|IPEX|XPU) is (?:available|selected)/,
    'A torch for the CPU is installed although an accelerator is here or was asked for.',
  ),
  fault(
    'torch-cpu-build',
    /AssertionError: Torch not compiled with (?:XPU|CUDA) enabled/,
    'The installed torch has no support for the accelerator that was asked for.',
  ),
  fault(
    'arch-unsupported',
    /no kernel image is available for execution|is not compatible with the current PyTorch installation|PyTorch no longer supports this GPU|(?:HIP|hip).{0,20}invalid device function|hipErrorNoBinaryForGpu|Cannot read \S*TensileLibrary|Unable to find code object for all current devices/,
    'The installed torch has no kernels for this generation of GPU.',
  ),
];
