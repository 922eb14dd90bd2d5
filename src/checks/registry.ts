import type { Check } from '../findings/check.ts';
import { containerDevices } from './driver/container-devices.ts';
import { cudaDriver } from './driver/cuda-driver.ts';
import { fit } from './driver/fit.ts';
import { intelRuntime } from './driver/intel-runtime.ts';
import { kernel } from './driver/kernel.ts';
import { renderAccess } from './driver/render-access.ts';
import { rocmDevices } from './driver/rocm-devices.ts';
import { rocmVersion } from './driver/rocm-version.ts';
import { allocationLimit } from './inference/allocation-limit.ts';
import { lastLog } from './inference/last-log.ts';
import { lastProof } from './inference/last-proof.ts';
import { deviceId } from './launch/device-id.ts';
import { envFalse } from './launch/env-false.ts';
import { flagsConflict } from './launch/flags-conflict.ts';
import { openvinoImplicit } from './launch/openvino-implicit.ts';
import { preload } from './launch/preload.ts';
import { reinstallLeft } from './launch/reinstall-left.ts';
import { root } from './launch/root.ts';
import { torchCommand } from './launch/torch-command.ts';
import { userScript } from './launch/user-script.ts';
import { checkoutPins } from './packages/checkout-pins.ts';
import { foreign } from './packages/foreign.ts';
import { openvinoVersion } from './packages/openvino-version.ts';
import { ownTable } from './packages/own-table.ts';
import { torchPair } from './packages/torch-pair.ts';
import { torchPresent } from './packages/torch-present.ts';
import { torchTooNew } from './packages/torch-too-new.ts';
import { torchVariant } from './packages/torch-variant.ts';
import { unstablePin } from './packages/unstable-pin.ts';
import { variantEol } from './packages/variant-eol.ts';
import { whole } from './packages/whole.ts';
import { bootstrap } from './python/bootstrap.ts';
import { interpreter } from './python/interpreter.ts';
import { version } from './python/version.ts';
import { accuracy } from './settings/accuracy.ts';
import { cacheSize } from './settings/cache-size.ts';
import { compile } from './settings/compile.ts';
import { compileBackend } from './settings/compile-backend.ts';
import { compileOptions } from './settings/compile-options.ts';
import { deviceAuto } from './settings/device-auto.ts';
import { deviceList } from './settings/device-list.ts';
import { deviceNames } from './settings/device-names.ts';
import { heteroAccuracy } from './settings/hetero-accuracy.ts';
import { modelCaching } from './settings/model-caching.ts';
import { offload } from './settings/offload.ts';
import { readable } from './settings/readable.ts';
import type { Subject } from './subject.ts';
import { disk } from './system/disk.ts';
import { environmentThere } from './system/environment-there.ts';
import { memory } from './system/memory.ts';
import { path } from './system/path.ts';
import { sdnextVersion } from './system/sdnext-version.ts';
import { venvLocation } from './system/venv-location.ts';

/** Every check, in the order in which findings are reported. */
export const CHECKS: readonly Check<Subject>[] = [
  ...[environmentThere, memory, disk, path, venvLocation, sdnextVersion],
  ...[fit, containerDevices, renderAccess, intelRuntime, kernel, rocmDevices, rocmVersion, cudaDriver],
  ...[version, interpreter, bootstrap],
  ...[
    torchPresent,
    torchVariant,
    torchPair,
    torchTooNew,
    openvinoVersion,
    checkoutPins,
    ownTable,
    unstablePin,
  ],
  ...[foreign, whole, variantEol],
  ...[readable, deviceList, deviceNames, deviceAuto, accuracy, heteroAccuracy, compile, compileBackend],
  ...[compileOptions, offload, modelCaching, cacheSize],
  ...[
    flagsConflict,
    envFalse,
    openvinoImplicit,
    torchCommand,
    deviceId,
    userScript,
    preload,
    reinstallLeft,
    root,
  ],
  ...[lastProof, allocationLimit, lastLog],
];
