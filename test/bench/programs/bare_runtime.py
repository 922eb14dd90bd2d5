# What somebody would write who wants the same answers from OpenVINO and trusts them: the same network and inputs,
# the same compilations, inferences for the same time; nothing watched, nothing judged.
import argparse
import importlib
import tempfile
import time

options = argparse.ArgumentParser()
options.add_argument("--model", required=True)
options.add_argument("--weights", required=True)
options.add_argument("--seconds", type=float, required=True)
options.add_argument("--cached", action="store_true", help="compile twice more, with a cache")
options.add_argument("--parts", nargs="*", default=[], help="packages to import as well")
options.add_argument("--inputs", nargs="+", required=True)
asked = options.parse_args()

for part in ["numpy", "openvino", *asked.parts]:
    importlib.import_module(part)
import numpy
import openvino

HINT = {"PERFORMANCE_HINT": "LATENCY"}
core = openvino.Core()
network = core.read_model(asked.model, asked.weights)
shape = list(network.inputs[0].shape)
inputs = [numpy.fromfile(path, dtype="<f4").reshape(shape) for path in asked.inputs]

request = core.compile_model(network, "CPU", HINT).create_infer_request()
for values in [inputs[0], *inputs]:
    request.infer([values])
start, latencies = time.perf_counter(), []
while time.perf_counter() - start < asked.seconds:
    before = time.perf_counter()
    request.infer([inputs[len(latencies) % len(inputs)]])
    latencies.append(time.perf_counter() - before)

request = core.compile_model(network, "CPU", {**HINT, "PERF_COUNT": "YES"}).create_infer_request()
for _ in range(3):
    request.infer([inputs[0]])
profile = request.get_profiling_info()
if asked.cached:
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(2):
            core.compile_model(network, "CPU", {**HINT, "CACHE_DIR": cache})
print(sorted(latencies)[len(latencies) // 2], len(profile))
