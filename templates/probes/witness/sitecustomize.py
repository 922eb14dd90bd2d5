"""The server witness: put on PYTHONPATH by `sdn launch --witness FILE`, it writes down what reaches OpenVINO.

No file of SD.Next is touched. When `openvino` is imported for the first time, its `compile_model` and `infer` are wrapped;
when diffusers' image decoder is imported, so is its `decode`, for that is where an image comes from. One JSON line an event,
appended to the file named by SDN_WITNESS. A fault in here never reaches the server.
"""

import importlib.abc
import importlib.machinery
import json
import os
import sys
import threading
import time

PATH = os.environ.get("SDN_WITNESS")
LOCK = threading.Lock()
counter = {"compiles": 0}


def write(event, **content):
    try:
        line = json.dumps({"schema": "sdn.witness/1", "event": event, "at": time.time(), "pid": os.getpid(), **content},
                          default=str)
        with LOCK, open(PATH, "a", encoding="utf-8") as file:
            file.write(line + "\n")
    except Exception:
        pass


def plain(value):
    return value if isinstance(value, str) else [str(each) for each in value]


def wrap_openvino(ov):
    compile_model, infer = ov.Core.compile_model, ov.InferRequest.infer

    def watched_compile(core, model, device_name=None, *rest, **named):
        number, start = counter["compiles"], time.perf_counter()
        counter["compiles"] += 1
        try:
            compiled = compile_model(core, model, device_name, *rest, **named)
        except BaseException as error:
            write("compile", number=number, device=device_name, error=str(error)[:2000])
            raise
        try:
            devices = plain(compiled.get_property("EXECUTION_DEVICES"))
        except Exception:
            devices = None
        write("compile", number=number, device=device_name, executionDevices=devices, error=None,
              ms=(time.perf_counter() - start) * 1e3)
        return compiled

    def watched_infer(request, *rest, **named):
        answer = infer(request, *rest, **named)
        try:
            devices = plain(request.get_compiled_model().get_property("EXECUTION_DEVICES"))
        except Exception:
            devices = None
        write("infer", executionDevices=devices, ms=getattr(request, "latency", None))
        return answer

    ov.Core.compile_model, ov.InferRequest.infer = watched_compile, watched_infer
    write("ready", openvino=str(getattr(ov, "__version__", None)))


def wrap_decoder(module):
    decode = module.AutoencoderKL.decode

    def watched_decode(decoder, latents, *rest, **named):
        start = time.perf_counter()
        answer = decode(decoder, latents, *rest, **named)
        write("image", count=int(latents.shape[0]), device=str(latents.device), ms=(time.perf_counter() - start) * 1e3)
        return answer

    module.AutoencoderKL.decode = watched_decode


WRAPPED = {"openvino": wrap_openvino, "diffusers.models.autoencoders.autoencoder_kl": wrap_decoder}


class Once(importlib.abc.MetaPathFinder):
    """Lets every import pass, and wraps each of two modules after its own code has run."""

    def find_spec(self, name, path=None, target=None):
        if name not in WRAPPED:
            return None
        wrap = WRAPPED.pop(name)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            WRAPPED[name] = wrap
            return None
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            try:
                wrap(module)
            except Exception as error:
                write("fault", module=name, error=str(error))

        spec.loader.exec_module = exec_module
        return spec


def next_sitecustomize():
    """A sitecustomize of the system or the environment still gets its turn."""
    here = os.path.dirname(os.path.abspath(__file__))
    rest = [each for each in sys.path if os.path.abspath(each or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", rest)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


if PATH:
    sys.meta_path.insert(0, Once())
try:
    import importlib.util

    next_sitecustomize()
except Exception:
    pass
