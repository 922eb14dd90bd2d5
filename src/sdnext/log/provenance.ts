import type { LogRecord } from './records.ts';

const OWN_NAME =
  /\bStarting SD\.Next\b|\bapp=sd\.next\b|vladmandic[\\/](?:sdnext|automatic)\b|\bsd\.?next(?:\.log|[\\/]|-launcher)|[\\/]automatic[\\/](?:modules|venv|launch|webui)/i;
const OWN_LAUNCHER =
  /^(?:Using|Creating) (?:VENV|venv)\b|^(?:Create|Activate|Create and activate) (?:python )?venv\b|Cannot activate python venv|^Cannot (?:launch python|run as root)|^Error: python3-venv is not installed|^Launch(?:ing)?: ?venv|^Launching launch\.py/i;
const FOREIGN =
  /\bkohya[_ ]?ss\b|\bComfyUI\b|\bInvokeAI\b|\bFooocus\b|Launching Web UI with arguments|stable-diffusion-webui(?:-forge|-directml|-amdgpu)?[\\/](?:launch|webui|modules|venv)|\bsd-webui-forge|\bollama\b|\bSwarmUI\b|\bEasy Diffusion\b/i;

/**
 * Whether these are lines of SD.Next. Its console format alone is not enough where another program
 * signs the log: kohya_ss inherited that format, and A1111 many of the messages.
 */
export function isSdnextLog(records: readonly LogRecord[]): boolean {
  if (records.some(({ format }) => format === 'file')) return true;
  const named = records.some(({ text }) => OWN_NAME.test(text));
  const foreign = records.some(({ text }) => FOREIGN.test(text));
  if (foreign)
    return named && records.some(({ text, format }) => format !== 'plain' || OWN_LAUNCHER.test(text));
  return named || records.some(({ text, format }) => format === 'console' || OWN_LAUNCHER.test(text));
}
