"""The kernel probe: the smoke network through torch's own kernels on one device, in float32 and in half precision.

Run as `python -I -u -X utf8 torch_kernels.py`; the protocol is that of openvino_runtime.py, the network that of
torch_bridge.py beside it. It reports; it never judges. `device` of the request is torch's name: cuda:0, xpu:0, mps, cpu.
"""

import importlib.util
import json
import os
import sys
import time
import zlib


def neighbour(name):
    spec = importlib.util.spec_from_file_location(name, os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bridge = neighbour("torch_bridge")
say, phase, wait, ms_since, encoded, attempt = (
    bridge.say, bridge.phase, bridge.wait, bridge.ms_since, bridge.encoded, bridge.attempt)

PROFILED_CALLS = 3


def backends(torch):
    """Every device torch can name here, in its own order, with what the driver says about it."""
    listed = []
    for kind in ("cuda", "xpu"):
        module = getattr(torch, kind, None)
        if module is None or not attempt(module.is_available):
            continue
        for number in range(module.device_count()):
            listed.append({"name": f"{kind}:{number}", **described(module.get_device_properties(number))})
    if attempt(torch.backends.mps.is_available):
        listed.append({"name": "mps", "fullName": "Apple GPU"})
    return listed + [{"name": "cpu"}]


def described(properties):
    fields = ("pci_domain_id", "pci_bus_id", "pci_device_id")
    pci = [getattr(properties, field, None) for field in fields]
    return {
        "fullName": getattr(properties, "name", None),
        "uuid": str(getattr(properties, "uuid", "")) or None,
        "pci": None if None in pci or not all(isinstance(part, int) for part in pci) else "%04x:%02x:%02x.0" % tuple(pci),
    }


def synchronize(torch, device):
    module = getattr(torch, device.split(":")[0], None)
    if device != "cpu" and module is not None:
        module.synchronize()


def device_time(event):
    for name in ("self_device_time_total", "self_cuda_time_total"):
        value = getattr(event, name, None)
        if value is not None:
            return float(value)
    return 0.0


def profile_rows(torch, call, device):
    """One row per operation of torch: how often, how long on the processor, how long on the device; microseconds."""
    profiler = torch.profiler
    wanted = {profiler.ProfilerActivity.CPU}
    for name in ("CUDA", "XPU"):
        activity = getattr(profiler.ProfilerActivity, name, None)
        if activity is not None and device.startswith(name.lower()):
            wanted.add(activity)
    start = time.perf_counter_ns()
    with profiler.profile(activities=sorted(wanted, key=str)) as seen:
        start = time.perf_counter_ns()
        for _ in range(PROFILED_CALLS):
            answer = call()
        synchronize(torch, device)
        wall = ms_since(start) / PROFILED_CALLS
    rows = [
        {"op": event.key, "count": event.count / PROFILED_CALLS, "cpuUs": float(event.self_cpu_time_total) / PROFILED_CALLS,
         "deviceUs": device_time(event) / PROFILED_CALLS}
        for event in seen.key_averages() if event.key.startswith("aten::")
    ]
    return {"wallMs": wall, "rows": rows, "output": encoded(answer)}


def timed(torch, call, inputs, request, result):
    wait("loop")
    latencies, sums, kept, start = [], [], bridge.Kept(), time.perf_counter_ns()
    while len(latencies) < request["leastInferences"] or time.perf_counter_ns() - start < request["loopS"] * 1e9:
        values, before = inputs.varied(len(latencies)), time.perf_counter_ns()
        answer = call(values)
        # To bring the numbers back is to wait for them.
        back = answer.cpu().contiguous()
        sums.append(zlib.crc32(back.numpy().tobytes()))
        latencies.append(round(ms_since(before), 4))
        kept.keep(len(sums) - 1, back)
    result["loop"] = {"latenciesMs": latencies, "sums": sums, "wallMs": ms_since(start)}
    wait("loop-done")
    result["loop"]["again"] = kept.again(call, inputs)


def in_half(torch, module, inputs, device, result):
    precision, dtype = ("bf16", torch.bfloat16) if device == "cpu" else ("f16", torch.float16)
    half = module.to(dtype)
    answers = [half(values.to(device, dtype)) for values in inputs.all]
    result["half"] = {"precision": precision, "devices": sorted({str(answer.device) for answer in answers}),
                      "outputs": [encoded(answer.float()) for answer in answers]}


def work(request, result):
    phase("import")
    start = time.perf_counter_ns()
    import numpy
    import torch

    result["importMs"] = ms_since(start)
    result["versions"] = {"python": sys.version.split()[0], "torch": torch.__version__}
    phase("devices")
    result["devices"] = backends(torch)
    # Fewer bits than float32 has would pass for float32 otherwise.
    torch.backends.cudnn.allow_tf32 = False
    torch.set_float32_matmul_precision("highest")
    device = request["device"]
    if request.get("mode") == "enumerate":
        return
    phase("compile")
    module, inputs = bridge.smoke_module(torch, numpy, request), bridge.Inputs(torch, numpy, request)
    start = time.perf_counter_ns()
    module = module.to(device)

    def call(values):
        return module(values.to(device))

    with torch.no_grad():
        call(inputs.all[0])
        synchronize(torch, device)
        result["firstCallMs"] = ms_since(start)
        phase("infer")
        answers = [call(values) for values in inputs.all]
        result["outputDevices"] = sorted({str(answer.device) for answer in answers})
        result["outputs"] = [encoded(answer) for answer in answers]
        phase("loop")
        timed(torch, call, inputs, request, result)
        result["repeat"] = encoded(call(inputs.all[0]))
        phase("profile")
        result["profiled"] = profile_rows(torch, lambda: call(inputs.all[0]), device)
        phase("half")
        in_half(torch, module, inputs, device, result)


def main():
    request = json.loads(sys.stdin.readline())
    bridge.nonce = request["nonce"]
    result = {"pid": os.getpid(), "error": None}
    try:
        work(request, result)
    except BaseException as error:
        result["error"] = {"type": type(error).__name__, "text": str(error)}
    say("result", result)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
