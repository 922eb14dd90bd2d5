import type { Rule } from './rule.ts';
import { backendRules } from './rules/backend.ts';
import { deviceRules } from './rules/device.ts';
import { hardwareRules } from './rules/hardware.ts';
import { imageRules } from './rules/images.ts';
import { memoryRules } from './rules/memory.ts';
import { moduleRules } from './rules/modules.ts';
import { networkRules } from './rules/network.ts';
import { normalRules } from './rules/normal.ts';
import { openvinoRules } from './rules/openvino.ts';
import { pythonRules } from './rules/python.ts';
import { requestedRules } from './rules/requested.ts';
import { versionRules } from './rules/versions.ts';

/** Every fingerprint, in the order in which its evidence is told. */
export const RULES: readonly Rule[] = [
  ...versionRules,
  ...requestedRules,
  ...pythonRules,
  ...moduleRules,
  ...backendRules,
  ...deviceRules,
  ...openvinoRules,
  ...hardwareRules,
  ...memoryRules,
  ...networkRules,
  ...imageRules,
  ...normalRules,
];
