import { Flags } from '@oclif/core';
import { REQUIREMENTS } from '../proof/requirement.ts';
import { DEPTHS, ENGINES } from '../proof/verify-wish.ts';

/** The switches of `sdn verify`; contract §2. */
export const verifyFlags = {
  'device-id': Flags.string({
    summary:
      '0, 1…, CPU, GPU, GPU.1, NPU, AUTO, HETERO:GPU,CPU, uuid:… or pci:…. Default: what SD.Next uses here.',
    helpValue: 'ID',
  }),
  depth: Flags.option({
    options: DEPTHS,
    default: 'auto' as const,
    summary: 'How much of the way to an image is tried.',
  })(),
  engine: Flags.option({
    options: ENGINES,
    default: 'python' as const,
    summary:
      "What runs the network: the environment's Python, its C library, openvino-node, or all, compared.",
  })(),
  require: Flags.option({ options: REQUIREMENTS, summary: 'Fail unless the inference ran on one.' })(),
  model: Flags.string({
    summary: 'Compile this model (IR or ONNX) ahead of time too.',
    helpValue: 'FILE',
    dependsOn: ['cache-dir'],
  }),
  'cache-dir': Flags.string({
    summary: 'Where the compiled model is kept.',
    helpValue: 'DIR',
    dependsOn: ['model'],
  }),
  witness: Flags.string({
    summary: 'Judge what sdn launch --witness FILE wrote; nothing is run.',
    helpValue: 'FILE',
  }),
  config: Flags.string({
    summary: 'What this machine must be. Default: sdn.config.json in --dir.',
    helpValue: 'FILE',
  }),
  strict: Flags.boolean({ summary: 'Warnings count as failures.' }),
};
