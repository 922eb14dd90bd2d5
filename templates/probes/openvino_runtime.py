"""The runtime probe: what OpenVINO says and does in this environment. It reports; it never judges.

Run as `python -I -u -X utf8 openvino_runtime.py`; the first line of stdin is the request, later lines say "go on".
Every line for the parent is `@sdn NONCE KIND JSON`, written to the original stdout; whatever else the libraries
print goes to stderr. Kinds: phase (what is about to happen), ready (waiting for a line), asks (waiting for an answer in
JSON), result (once, last).
"""

import base64
import json
import os
import sys
import time
import zlib

out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)
nonce = "-"


def say(kind, content):
    out.write(f"@sdn {nonce} {kind} {json.dumps(content, default=str)}\n")
    out.flush()


def phase(name):
    say("phase", name)


def wait(name):
    """Hands over to the parent, which measures from outside, and returns when it says so."""
    say("ready", name)
    sys.stdin.readline()


def ms_since(start):
    return (time.perf_counter_ns() - start) / 1e6


def attempt(read):
    """A property as plain data, or None where the device does not have it."""
    try:
        return plain(read())
    except Exception:
        return None


def plain(value):
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    fields = ("domain", "bus", "device", "function")
    if all(hasattr(value, field) for field in fields):
        return {field: int(getattr(value, field)) for field in fields}
    if hasattr(value, "get_type_name"):
        return value.get_type_name()
    return str(value)


DEVICE_PROPERTIES = {
    "fullName": "FULL_DEVICE_NAME",
    "type": "DEVICE_TYPE",
    "architecture": "DEVICE_ARCHITECTURE",
    "uuid": "DEVICE_UUID",
    "luid": "DEVICE_LUID",
    "pci": "DEVICE_PCI_INFO",
    "capabilities": "OPTIMIZATION_CAPABILITIES",
    "memoryBytes": "GPU_DEVICE_TOTAL_MEM_SIZE",
    "driver": "NPU_DRIVER_VERSION",
}


def describe(core, name):
    record = {"name": name}
    for key, property_name in DEVICE_PROPERTIES.items():
        record[key] = attempt(lambda: core.get_property(name, property_name))
    return record


def silent_plugins(core, listed):
    """A plug-in whose query fails is left out of the list without a word; asking it by name brings the word out."""
    reasons = {}
    for name in ("GPU", "NPU"):
        if any(each.split(".")[0] == name for each in listed):
            continue
        try:
            reasons[name] = "lists no device" if not core.get_property(name, "AVAILABLE_DEVICES") else None
        except Exception as error:
            reasons[name] = str(error)
    return reasons


def enumerate_devices(ov, core, request, result):
    phase("enumerate")
    listed = [str(each) for each in core.available_devices]
    result["devices"] = [describe(core, name) for name in listed]
    result["unlisted"] = silent_plugins(core, listed)


def ordered(ov, core, request, result):
    """The request with a device in it: the parent chooses one from the list where it has not before; None ends the run."""
    if "device" in request:
        return request
    listing = dict(result)
    enumerate_devices(ov, core, request, listing)
    say("asks", listing)
    order = json.loads(sys.stdin.readline() or "null")
    return None if order is None else {**request, **order}


def profile_rows(records):
    """One row per kind of operation: how many, how long. Times in microseconds."""
    rows = {}
    for each in records:
        status = str(each.status).split(".")[-1]
        row = rows.setdefault((status, each.node_type, each.exec_type), {"count": 0, "realUs": 0.0, "cpuUs": 0.0})
        row["count"] += 1
        row["realUs"] += each.real_time.total_seconds() * 1e6
        row["cpuUs"] += each.cpu_time.total_seconds() * 1e6
    return [{"status": s, "type": t, "exec": e, **row} for (s, t, e), row in rows.items()]


def graph_rows(model):
    rows = {}
    for operation in model.get_ops():
        info = operation.get_rt_info()
        text = {key: str(info[key].astype(str)) if key in info else "" for key in
                ("layerType", "primitiveType", "runtimePrecision", "execTimeMcs")}
        key = (text["layerType"], text["primitiveType"], text["runtimePrecision"], text["execTimeMcs"] != "not_executed")
        rows[key] = rows.get(key, 0) + 1
    return [{"type": t, "exec": e, "precision": p, "executed": done, "count": n} for (t, e, p, done), n in rows.items()]


def compiled_facts(compiled):
    def read(name):
        return attempt(lambda: compiled.get_property(name))

    return {
        "executionDevices": read("EXECUTION_DEVICES"),
        "precision": read("INFERENCE_PRECISION_HINT"),
        "loadedFromCache": read("LOADED_FROM_CACHE"),
        "network": read("NETWORK_NAME"),
    }


class Network:
    """The smoke network of the request with its inputs; outputs leave as float32 bytes, for the parent to judge."""

    def __init__(self, ov, core, request):
        import numpy

        self.numpy, self.ov, self.core, self.request = numpy, ov, core, request
        self.model = core.read_model(request["model"], request["weights"])
        shape = list(self.model.inputs[0].shape)
        self.inputs = [numpy.fromfile(path, dtype="<f4").reshape(shape) for path in request["inputs"]]

    def compile(self, extra):
        start = time.perf_counter_ns()
        compiled = self.core.compile_model(self.model, self.request["device"], {**self.request["config"], **extra})
        return compiled, ms_since(start)

    def varied(self, number):
        values = self.inputs[number % len(self.inputs)].copy()
        values.flat[number % values.size] += 64 + number % 256 / 16
        return values

    def encoded(self, data):
        return base64.b64encode(data).decode("ascii")

    def output(self, request):
        data = request.get_output_tensor(0).data
        return self.encoded(self.numpy.ascontiguousarray(data, dtype="<f4").tobytes())


def settled(network, compiled, request):
    """AUTO answers from the CPU, named in parentheses, until the chosen device is compiled; wait for that."""
    deadline = time.monotonic() + network.request["settleS"]
    while time.monotonic() < deadline:
        if "(" not in str(attempt(lambda: compiled.get_property("EXECUTION_DEVICES"))):
            return True
        request.infer([network.inputs[0]])
        time.sleep(0.05)
    return False


KEPT = 8


def slot(number):
    """Which answers of the loop are kept, and where; by the run's own nonce, so that nobody knows beforehand."""
    mark = zlib.crc32(f"{nonce} {number}".encode())
    return mark // 2 % KEPT if mark % 2 == 0 or number == 7 else None


def timed(network, request, result):
    """The steady state: nothing but inferences between the two waits, during which the parent measures.

    No two inputs are alike, so that no answer can come from a memory of earlier ones: `sums` shows it, and `again` holds
    answers of the loop beside those to the same inputs after it.
    """
    wait("loop")
    latencies, sums, kept, start = [], [], {}, time.perf_counter_ns()
    budget, least = network.request["loopS"] * 1e9, network.request["leastInferences"]
    while len(latencies) < least or time.perf_counter_ns() - start < budget:
        number = len(latencies)
        values = network.varied(number)
        before = time.perf_counter_ns()
        request.infer([values])
        latencies.append(round(ms_since(before), 4))
        answer = request.get_output_tensor(0).data.tobytes()
        sums.append(zlib.crc32(answer))
        kept[slot(number)] = (number, answer)
    result["loop"] = {"latenciesMs": latencies, "sums": sums, "wallMs": ms_since(start)}
    wait("loop-done")
    kept.pop(None, None)
    result["loop"]["again"] = []
    for number, answer in kept.values():
        request.infer([network.varied(number)])
        result["loop"]["again"].append({"number": number, "answer": network.encoded(answer), "again": network.output(request)})


def plain_run(network, result):
    phase("compile")
    compiled, compile_ms = network.compile({})
    request = compiled.create_infer_request()
    phase("infer")
    start = time.perf_counter_ns()
    request.infer([network.inputs[0]])
    result["compile"] = {"ms": compile_ms, "firstInferMs": ms_since(start), "settled": settled(network, compiled, request)}
    outputs = []
    for values in network.inputs:
        request.infer([values])
        outputs.append(network.output(request))
    result["outputs"] = outputs
    phase("loop")
    timed(network, request, result)
    request.infer([network.inputs[0]])
    result["repeat"] = network.output(request)
    result["compile"].update(compiled_facts(compiled))


PROFILED_INFERENCES = 3


def profiled_run(network, result):
    phase("profile")
    compiled, _ = network.compile({"PERF_COUNT": "YES"})
    request = compiled.create_infer_request()
    settled(network, compiled, request)
    # A plug-in tells the last inference's times (GPU) or the mean of all (CPU): the wall time is the mean of the same ones.
    start = time.perf_counter_ns()
    for _ in range(PROFILED_INFERENCES):
        request.infer([network.inputs[0]])
    wall = ms_since(start) / PROFILED_INFERENCES
    rows = profile_rows(request.get_profiling_info())
    graph, error = None, None
    try:
        graph = graph_rows(compiled.get_runtime_model())
    except Exception as refused:
        error = str(refused)
    result["profiled"] = {"wallMs": wall, "rows": rows, "graph": graph, "graphError": error,
                          "output": network.output(request), **compiled_facts(compiled)}


def cached_run(network, result):
    """Compiled twice with one private cache: does the second start profit?"""
    phase("cache")
    folder, runs = network.request["cacheDir"], []
    for _ in range(2):
        try:
            compiled, spent = network.compile({"CACHE_DIR": folder})
            runs.append({"ms": spent, "loadedFromCache": attempt(lambda: compiled.get_property("LOADED_FROM_CACHE"))})
            del compiled
        except Exception as refused:
            runs.append({"error": str(refused)})
    result["cached"] = runs


def compile_ahead(core, request, result):
    """A user's own model, compiled into a cache for later starts, and once more to see the cache work."""
    phase("read")
    model = core.read_model(request["model"])
    result["dynamic"] = bool(model.is_dynamic())
    result["cached"] = []
    for turn in ("compile", "compile again"):
        phase(turn)
        start = time.perf_counter_ns()
        compiled = core.compile_model(model, request["device"], {"CACHE_DIR": request["cacheDir"]})
        result["cached"].append({"ms": ms_since(start),
                                 "loadedFromCache": attempt(lambda: compiled.get_property("LOADED_FROM_CACHE")),
                                 "executionDevices": attempt(lambda: compiled.get_property("EXECUTION_DEVICES"))})
        del compiled


def memory_peak():
    try:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    except Exception:
        return None


def work(request, result):
    phase("import")
    start = time.perf_counter_ns()
    import openvino as ov

    result["importMs"] = ms_since(start)
    result["versions"] = {"python": sys.version.split()[0], "openvino": str(getattr(ov, "__version__", None))}
    result["library"] = str(getattr(ov, "__file__", None))
    core = ov.Core()
    if request["mode"] == "enumerate":
        enumerate_devices(ov, core, request, result)
        return
    if request["mode"] == "model":
        compile_ahead(core, request, result)
        return
    request = ordered(ov, core, request, result)
    if request is None:
        return
    phase("read")
    network = Network(ov, core, request)
    plain_run(network, result)
    profiled_run(network, result)
    if request.get("cacheDir"):
        cached_run(network, result)
    result["memoryPeakBytes"] = memory_peak()


def main():
    global nonce
    request = json.loads(sys.stdin.readline())
    nonce = request["nonce"]
    result = {"pid": os.getpid(), "error": None}
    try:
        work(request, result)
    except BaseException as error:
        result["error"] = {"type": type(error).__name__, "text": str(error)}
    say("result", result)
    sys.stdin.readline()


main()
