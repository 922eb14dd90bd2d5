"""The bridge probe: the smoke network through `torch.compile`, with every call that reaches OpenVINO counted.

Run as `python -I -u -X utf8 torch_bridge.py`; the protocol is that of openvino_runtime.py. `bridge` of the request is
`stock` (the wheel's own backend) or `sdnext` (the backend file of an SD.Next checkout, see sdnext_backend.py).
It reports; it never judges: a bridge that answers without OpenVINO looks like any other here, but for its counts.
"""

import base64
import importlib.util
import json
import logging
import os
import sys
import time
import zlib

out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)
nonce = "-"
# Nothing is left behind beside this file.
sys.dont_write_bytecode = True


def say(kind, content):
    out.write(f"@sdn {nonce} {kind} {json.dumps(content, default=str)}\n")
    out.flush()


def phase(name):
    say("phase", name)


def wait(name):
    say("ready", name)
    sys.stdin.readline()


def ms_since(start):
    return (time.perf_counter_ns() - start) / 1e6


class Witness:
    """Stands between any bridge and OpenVINO: what was compiled, for which device, and how often it was called."""

    def __init__(self, ov):
        self.compiles, self.kept, self.calls, self.latency_ms = [], [], 0, 0.0
        compile_model, infer, witness = ov.Core.compile_model, ov.InferRequest.infer, self

        def watched_compile(core, model, device_name=None, config=None, *rest, **named):
            record = {"device": device_name, "inputs": None, "error": None}
            witness.compiles.append(record)
            try:
                compiled = compile_model(core, model, device_name, {**(config or {}), "PERF_COUNT": "YES"}, *rest, **named)
            except BaseException as error:
                record["error"] = str(error)
                raise
            record["inputs"] = len(compiled.inputs)
            witness.kept.append((record, compiled))
            return compiled

        def watched_infer(request, *rest, **named):
            answer = infer(request, *rest, **named)
            witness.calls += 1
            witness.latency_ms += request.latency
            return answer

        ov.Core.compile_model, ov.InferRequest.infer = watched_compile, watched_infer

    def facts(self):
        for record, compiled in self.kept:
            record["executionDevices"] = attempt(lambda: plain(compiled.get_property("EXECUTION_DEVICES")))
            record["rows"] = attempt(lambda: graph_rows(compiled.get_runtime_model()))
        return self.compiles


def attempt(read):
    try:
        return read()
    except Exception:
        return None


def plain(value):
    return value if isinstance(value, str) else [str(each) for each in value]


def graph_rows(model):
    """The run graph after the inferences, in the shape of a profile. Operations that never ran are left out."""
    rows = {}
    for operation in model.get_ops():
        info = {key: str(value.astype(str)) for key, value in operation.get_rt_info().items()
                if key in ("layerType", "primitiveType", "execTimeMcs")}
        if info.get("execTimeMcs", "not_executed") == "not_executed":
            continue
        row = rows.setdefault((info.get("layerType", ""), info.get("primitiveType", "")), [0, 0.0])
        row[0] += 1
        row[1] += float(info["execTimeMcs"])
    return [{"status": "EXECUTED", "type": t, "exec": e, "count": n, "realUs": us, "cpuUs": us}
            for (t, e), (n, us) in rows.items()]


class Swallowed(logging.Handler):
    """What the wheel's bridge writes to its log instead of raising."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.texts = []

    def emit(self, record):
        text = record.getMessage()
        if record.levelno >= logging.WARNING or "Failed" in text or "failed" in text:
            self.texts.append(text[:2000])

    def listen(self):
        for name in ("backend", "compile", "execute", "partition"):
            logger = logging.getLogger(f"openvino.frontend.pytorch.torchdynamo.{name}")
            logger.setLevel(logging.DEBUG)
            logger.addHandler(self)
        return self


def smoke_module(torch, numpy, request):
    """The smoke network as a torch module, from the constants of the OpenVINO model, in the order of their offsets."""
    functional = torch.nn.functional
    blob = numpy.fromfile(request["weights"], dtype="<u1")

    class Smoke(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weights = torch.nn.ParameterList()
            for tensor in request["tensors"]:
                count = int(numpy.prod(tensor["shape"]))
                values = blob[tensor["offset"] : tensor["offset"] + 4 * count].view("<f4").reshape(tensor["shape"])
                self.weights.append(torch.nn.Parameter(torch.from_numpy(values.copy()), requires_grad=False))

        def forward(self, x):
            draw = iter(self.weights)
            blocks, groups, heads = request["network"]["blocks"], request["network"]["groups"], request["network"]["heads"]

            def activated(values):
                return functional.silu(functional.group_norm(values, groups, next(draw), next(draw), 1e-5))

            def convolve(values, stride=1):
                return functional.conv2d(values, next(draw), stride=stride, padding=1)

            hidden = convolve(x)
            for _ in range(blocks):
                hidden = hidden + convolve(activated(hidden))
            skip = convolve(hidden, 2)
            low = convolve(activated(skip), 2)
            batch, channels, height, width = low.shape
            rows = low.reshape(batch, channels, height * width).transpose(1, 2)
            normal = functional.layer_norm(rows, (channels,), next(draw), next(draw), 1e-5)
            query, key, value = (
                (normal @ next(draw)).reshape(batch, -1, heads, channels // heads).transpose(1, 2) for _ in range(3)
            )
            next(draw)  # the attention's scale, which torch applies by itself: one over the root of 16
            mixed = functional.scaled_dot_product_attention(query, key, value)
            rows = rows + mixed.transpose(1, 2).reshape(batch, -1, channels) @ next(draw)
            low = rows.transpose(1, 2).reshape(batch, channels, height, width)
            raised = convolve(functional.interpolate(low, scale_factor=2.0, mode="nearest"))
            final = convolve(activated(raised + skip))
            return functional.conv2d(final, next(draw))

    return Smoke().eval()


class Inputs:
    def __init__(self, torch, numpy, request):
        shape = request["inputShape"]
        self.all = [torch.from_numpy(numpy.fromfile(path, dtype="<f4").reshape(shape)) for path in request["inputs"]]

    def varied(self, number):
        values = self.all[number % len(self.all)].clone()
        values.view(-1)[number % values.numel()] += 64 + number % 256 / 16
        return values


def encoded(tensor):
    return base64.b64encode(tensor.detach().cpu().contiguous().numpy().astype("<f4").tobytes()).decode("ascii")


KEPT = 8


class Kept:
    """Answers of the loop, chosen by the run's own nonce, and after it those to the same inputs once more."""

    def __init__(self):
        self.answers = {}

    def keep(self, number, answer):
        mark = zlib.crc32(f"{nonce} {number}".encode())
        if mark % 2 == 0 or number == 7:
            self.answers[mark // 2 % KEPT] = (number, answer)

    def again(self, call, inputs):
        return [{"number": number, "answer": encoded(answer), "again": encoded(call(inputs.varied(number)))}
                for number, answer in self.answers.values()]


def timed(call, inputs, witness, request, result):
    wait("loop")
    latencies, sums, per_call, kept, start = [], [], [], Kept(), time.perf_counter_ns()
    inside = witness.latency_ms
    while len(latencies) < request["leastInferences"] or time.perf_counter_ns() - start < request["loopS"] * 1e9:
        values, calls, before = inputs.varied(len(latencies)), witness.calls, time.perf_counter_ns()
        answer = call(values)
        latencies.append(round(ms_since(before), 4))
        per_call.append(witness.calls - calls)
        sums.append(zlib.crc32(answer.detach().numpy().tobytes()))
        kept.keep(len(per_call) - 1, answer.detach().clone())
    result["loop"] = {"latenciesMs": latencies, "sums": sums, "wallMs": ms_since(start)}
    result["bridge"].update({"perCall": per_call, "insideMs": witness.latency_ms - inside})
    wait("loop-done")
    result["loop"]["again"] = kept.again(call, inputs)


def use(call, inputs, witness, request, result):
    phase("compile")
    start = time.perf_counter_ns()
    call(inputs.all[0])
    result["firstCallMs"] = ms_since(start)
    phase("infer")
    result["outputs"] = [encoded(call(values)) for values in inputs.all]
    phase("loop")
    timed(call, inputs, witness, request, result)
    result["repeat"] = encoded(call(inputs.all[0]))


def stock(torch, module, request, result):
    import openvino.torch  # noqa: F401  registers the backend

    options = {"device": request["device"], "aot_autograd": True, "config": {}}
    return torch.compile(module, backend="openvino", dynamic=False, options=options)


def sdnext(torch, module, request, result):
    spec = importlib.util.spec_from_file_location("sdn_sdnext_backend", request["loader"])
    loader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loader)
    result["sdnext"] = {}
    loader.load(request["sdnext"], result["sdnext"])
    return torch.compile(module, backend="openvino_fx", mode="default", fullgraph=False, dynamic=False)


def work(request, result):
    phase("import")
    start = time.perf_counter_ns()
    import openvino as ov

    witness = Witness(ov)
    result["bridge"] = {"compiles": witness.compiles}
    import numpy
    import torch

    result["importMs"] = ms_since(start)
    result["versions"] = {"python": sys.version.split()[0], "openvino": str(ov.__version__), "torch": torch.__version__}
    phase("bridge")
    module, inputs = smoke_module(torch, numpy, request), Inputs(torch, numpy, request)
    with torch.no_grad():
        compiled = (sdnext if request["bridge"] == "sdnext" else stock)(torch, module, request, result)
        torch._dynamo.config.suppress_errors = False
        swallowed = Swallowed().listen()
        result["swallowed"] = swallowed.texts
        try:
            use(compiled, inputs, witness, request, result)
        finally:
            result["bridge"].update({"compiles": witness.facts(), "calls": witness.calls})


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


if __name__ == "__main__":
    main()
