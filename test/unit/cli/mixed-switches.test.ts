import { describe, expect, test } from 'vitest';
import { mixedSwitch, mixedSwitchFailure } from '../../../src/cli/mixed-switches.ts';
import type { Variant } from '../../../src/variants/decision.ts';

const refuse = (command: string, argv: string[], detected: Variant | null = null) => {
  const mixed = mixedSwitch(command, argv);
  if (mixed === null) throw new Error('nothing was refused');
  return mixedSwitchFailure(mixed, detected);
};

describe('an install-time choice given a value', () => {
  test.each([
    [['--use-openvino=false']],
    [['--no-use-openvino']],
    [['--use-openvino', 'false']],
    [['--use-openvino=true']],
    [['--use-ipex=0']],
  ])('%j is refused with exit 2 and the way to the detected variant', (argv) => {
    const failure = refuse('install', argv, 'mps');
    expect(failure.kind).toBe('usage');
    expect(failure.message).toContain('install-time choice');
    expect(failure.message).toContain('nothing to switch off at run time');
    expect(failure.fix).toEqual(['sdn reinstall --use-mps']);
  });

  test('names plain reinstall where this machine could not be detected', () => {
    expect(refuse('verify', ['--use-openvino=false']).fix).toEqual(['sdn reinstall']);
  });
});

describe('install and reinstall', () => {
  test.each(['install', 'reinstall'])('%s refuses --device-id and names launch and verify', (command) => {
    expect(refuse(command, ['--device-id', '0']).fix).toEqual([
      'sdn launch --device-id 0',
      'sdn verify --device-id 0',
    ]);
  });

  test('refuse another runtime switch and show where it goes', () => {
    expect(refuse('install', ['--use-openvino', '--medvram']).fix).toEqual(['sdn launch -- --medvram']);
  });

  test.each([[['--use-openvino']], [['--variant', 'cpu', '--python', '3.12']], [[]]])('accept %j', (argv) => {
    expect(mixedSwitch('install', argv)).toBeNull();
  });
});

describe('launch', () => {
  test('refuses a variant flag and names the reinstall of that variant', () => {
    expect(refuse('launch', ['--use-openvino']).fix).toEqual(['sdn reinstall --use-openvino']);
  });

  test('refuses --reinstall, also among the arguments for SD.Next', () => {
    expect(refuse('launch', ['--', '--reinstall']).fix).toEqual(['sdn reinstall']);
  });

  test.each([[['--device-id', '1']], [['--', '--medvram', '--port', '7861']], [['--', '--use-xformers']]])(
    'accepts %j',
    (argv) => {
      expect(mixedSwitch('launch', argv)).toBeNull();
    },
  );
});
