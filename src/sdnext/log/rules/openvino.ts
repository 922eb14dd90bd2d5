import { fault, type Rule, rule } from '../rule.ts';

/** Whether OpenVINO compiled the model, and on what. */
export const openvinoRules: readonly Rule[] = [
  {
    pattern: /\bOpenVINO compile: device=([\w:.,]+)/,
    means: ([, device]) =>
      `OpenVINO compiled a part of the model for ${device}: this is the line that counts.`,
    clues: ([, device = '']) => [{ is: 'compiled', device }],
  },
  {
    pattern: /\b(?:Model|Upscaler|VAE|Control\w*) compile: pipeline=\w+(?: mode=\S+)? backend=(\w+)/,
    means: ([, backend]) => `The model goes through the compile step with ${backend}.`,
    clues: ([, backend = '']) => [{ is: 'compileStep', openvino: backend.startsWith('openvino') }],
  },
  rule(/\b(?:Model compile: task=\w+ (?:components=\[['"]|time=)|Compile: cls=\w+ apply)/, null, {
    is: 'compileStep',
    openvino: false,
  }),
  fault(
    'compile-not-enabled',
    /\bOpenVINO: (?:Enabling|Overriding) Torch Compile Model\b/,
    'The settings had the compile step off: until this line the model ran without OpenVINO.',
  ),
  fault(
    'compile-not-enabled',
    /\bOpenVINO: Compile Model State is not found\b|\bModel compile enabled but no backend specified\b|\bcompile: task=torch components=\[\]/,
    'The model is loaded without the OpenVINO compile step, so it runs in torch on the CPU.',
  ),
  fault(
    'compile-failed',
    /\bModel compile: task=OpenVINO:? \S|\bopenvino(?:_fx)? raised\b|backend='openvino(?:_fx)?' raised|\bOpConversionFailure\b|torch\.jit\S* .*OpenVINO.*(?:not supported|failed)|Failed to create plugin|EXECUTION_MODE_HINT/,
    'OpenVINO could not compile the model: that part falls back to torch on the CPU, or the image fails.',
  ),
  fault(
    'compile-failed',
    /\b(?:openvino|ov)\b.*(?:compile_model|read_model|convert_model)\b.*(?:fail|error)|Exception from src[\\/]inference[\\/].*(?:core|compiled_model)\.cpp/i,
    'OpenVINO stopped with an error of its own while it prepared the model.',
  ),
  rule(/\bopenvino_fx\b|modules[\\/]intel[\\/]openvino[\\/]/, null, { is: 'computed', backend: 'openvino' }),
  rule(/WON'T CONVERT\b|\bBackendCompilerFailed\b/, null, { is: 'fault', code: 'dynamo-failed' }),
  fault(
    'stale-device-name',
    /Specified device \S+ is not in the list of OpenVINO|Device with "[^"]+" name is not registered in the OpenVINO Runtime/i,
    'The configured device name is not one that OpenVINO lists on this machine.',
  ),
  fault(
    'no-device',
    /\bOpenVINO: (?:No compatible GPU detected|device=\S+ no compatible GPU detected)/i,
    'OpenVINO found no GPU it can use and took the CPU.',
  ),
  fault(
    'no-device',
    /\[GPU\].*no supported devices found|No supported OCL devices found|clGetPlatformIDs error -1001|Cannot load library .*libOpenCL/i,
    'OpenVINO’s GPU plugin found no device: the compute driver of the GPU is missing.',
  ),
];
