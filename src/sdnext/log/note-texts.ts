/** What looks alarming in a log and is not a fault of the environment, by its code. */
export const NOTE_TEXTS: Readonly<Record<string, { readonly title: string; readonly found: string }>> = {
  'normal-cpu-line': {
    title: 'Lines that say "cpu" are normal here',
    found:
      'OpenVINO and DirectML work on a torch built for the CPU: "+cpu", "device=cpu", "CPUExecutionProvider" and "not compiled with CUDA" are as they should be.',
  },
  'device-id-format': {
    title: '--device-id has no effect on OpenVINO',
    found:
      'Since 2026-04-29 SD.Next takes the OpenVINO device from the setting openvino_devices only; `sdn launch --device-id` writes it.',
  },
  'low-memory': {
    title: 'Hardly any memory was left',
    found: 'The machine’s main memory was nearly used up; expect swapping and slow steps.',
  },
  'git-missing': {
    title: 'Not a git checkout',
    found: 'SD.Next cannot tell its version or update itself here; it runs all the same.',
  },
  'venv-leftovers': {
    title: 'Half-removed packages in the venv',
    found: 'Names starting with ~ are left from an interrupted uninstall; SD.Next removes them.',
  },
  'no-model': {
    title: 'No model was loaded',
    found: 'A request came while no checkpoint was selected or loaded.',
  },
  'app-error': {
    title: 'An error inside the program or an extension',
    found: 'An exception that is not a fault of the environment.',
  },
};
