import { Flags } from '@oclif/core';

/** What `install` and `reinstall` understand beside the variant. */
export const installFlags = {
  python: Flags.string({
    summary: 'The Python that carries the environment.',
    helpValue: 'PATH|3.12',
    helpGroup: 'INSTALL',
  }),
  'runtime-only': Flags.boolean({
    summary: 'For openvino: the runtime without torch.',
    helpGroup: 'INSTALL',
  }),
  'index-url': Flags.string({
    summary: 'Take everything from this index.',
    helpValue: 'URL',
    helpGroup: 'INSTALL',
  }),
  'extra-index-url': Flags.string({
    multiple: true,
    summary: 'One more index.',
    helpValue: 'URL',
    helpGroup: 'INSTALL',
  }),
  'find-links': Flags.string({
    multiple: true,
    summary: 'A folder or page of wheels.',
    helpValue: 'PLACE',
    helpGroup: 'INSTALL',
  }),
  pins: Flags.string({
    summary: 'Versions to install instead of SD.Next’s.',
    helpValue: 'FILE',
    helpGroup: 'INSTALL',
  }),
  exact: Flags.boolean({ summary: 'No version but the pinned one.', helpGroup: 'INSTALL' }),
  locked: Flags.boolean({ summary: 'Exactly what sdn.lock says, or nothing.', helpGroup: 'INSTALL' }),
  offline: Flags.boolean({
    summary: 'No network: sdn’s cache and local sources only.',
    helpGroup: 'INSTALL',
  }),
  installer: Flags.option({
    options: ['uv', 'pip'] as const,
    default: 'uv',
    summary: 'Who unpacks the packages.',
    helpGroup: 'INSTALL',
  })(),
  'from-bundle': Flags.string({
    summary: 'Only from a folder that sdn bundle made.',
    helpValue: 'DIR',
    helpGroup: 'INSTALL',
  }),
  'with-node-runtime': Flags.boolean({
    summary: 'The native part of openvino-node too, as a further witness for sdn verify.',
    helpGroup: 'INSTALL',
  }),
  'allow-unverified': Flags.boolean({
    summary: 'Take that part even where nobody names its checksum.',
    helpGroup: 'INSTALL',
    dependsOn: ['with-node-runtime'],
  }),
  'no-verify': Flags.boolean({ summary: 'Put it in place without a proof.', helpGroup: 'INSTALL' }),
  wait: Flags.integer({
    default: 0,
    min: 0,
    summary: 'Wait for another sdn here.',
    helpValue: 'SECONDS',
    helpGroup: 'INSTALL',
  }),
} as const;
