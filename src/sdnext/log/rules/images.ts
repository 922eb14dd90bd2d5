import { fault, note, type Rule, rule } from '../rule.ts';

/** Models, images and attention. */
export const imageRules: readonly Rule[] = [
  fault(
    'invalid-image',
    /Failed to validate samples|Decode: sample=.*invalid=[1-9]\d*.*failed to validate|A tensor with (?:all )?NaNs was produced|NansException|invalid value encountered in cast/i,
    'The samples hold invalid numbers (a black image): a matter of precision, not of the device.',
  ),
  fault(
    'attention-unsupported',
    /No operator found for `?memory_efficient_attention|xFormers wasn't build with CUDA support|device=\w+ \(supported: \{'cuda'\}\)|FlashAttention only supports|xformers::efficient_attention\S* .*(?:from the|not implemented)/,
    'The selected attention method does not work on this device.',
  ),
  rule(/\bLoad model: .*\btime=/, null, { is: 'modelLoaded' }),
  rule(/\bProcessed: images=[1-9]|\bSave: image="|^Base: (?:pipeline|class)=/, null, { is: 'imageMade' }),
  note(
    'no-model',
    /\bNo models found\b|\bNo (?:checkpoint|model) selected\b|\bop=\w+ model not loaded\b/,
    'No model was loaded at this moment.',
  ),
  note(
    'app-error',
    /\bUncaught exception occurred\b|^(?:AttributeError|TypeError|KeyError|IndexError|NameError|UnboundLocalError)\b/,
    'An error inside the program, not a matter of the environment.',
  ),
];
