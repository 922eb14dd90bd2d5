"""Loads SD.Next's OpenVINO backend from a checkout, alone: no other file of SD.Next is imported.

The backend asks for thirteen names of SD.Next; they are stood in for here. A name beyond those is recorded and refused,
so that a changed backend is recognised as changed. Only where modules are missing altogether are they stubbed, and listed.
"""

import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import logging
import sys
from types import ModuleType


class Recording:
    """An object with known attributes; every unknown one is written down before it is refused."""

    def __init__(self, name, values, missing):
        self.__dict__.update(values)
        self.__dict__["_name"], self.__dict__["_missing"] = name, missing

    def __getattr__(self, attribute):
        if not attribute.startswith("__"):
            self._missing.append(f"{self._name}.{attribute}")
        raise AttributeError(f"{self._name}.{attribute}")


class Anything:
    """Stands for whatever a stubbed module holds."""

    def __getattr__(self, name):
        return anything_but_dunder(name)

    def __call__(self, *_rest, **_named):
        return Anything()


def anything_but_dunder(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Anything()


class Stubs(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds any module of SD.Next that the strict stand-ins lack, and the two packages older backends import."""

    def __init__(self, stubs):
        self.stubs = stubs

    def find_spec(self, name, _path=None, _target=None):
        if name.split(".")[0] in ("modules", "nncf", "installer"):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = ModuleType(spec.name)
        module.__path__ = []
        module.__getattr__ = anything_but_dunder
        self.stubs.append(spec.name)
        return module

    def exec_module(self, _module):
        pass


def package(name):
    module = ModuleType(name)
    module.__path__ = []
    sys.modules[name] = module
    return module


def stand_in(settings, missing):
    import torch

    root = package("modules")
    package("modules.intel")
    state = {"cn_model": [], "compiled_cache": {}, "req_cache": {}, "partitioned_modules": {}, "partition_id": 0,
             "model_hash_str": ""}
    shared, devices, logger = ModuleType("modules.shared"), ModuleType("modules.devices"), ModuleType("modules.logger")
    shared.opts = Recording("opts", settings, missing)
    shared.compiled_model_state = Recording("compiled_model_state", state, missing)
    devices.inference_context = torch.no_grad
    devices.torch_gc = lambda *_rest, **_named: None
    logger.log = logging.getLogger("sdnext")
    for name, module in (("shared", shared), ("devices", devices), ("logger", logger)):
        sys.modules[f"modules.{name}"] = module
        setattr(root, name, module)


def execute(path):
    spec = importlib.util.spec_from_file_location("modules.intel.openvino", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["modules.intel.openvino"] = module
    spec.loader.exec_module(module)
    return module


def load(request, report):
    """request: `file` and `settings`. Fills `report` as it goes, so that a failure leaves what was learned."""
    with open(request["file"], "rb") as file:
        report["sha256"] = hashlib.sha256(file.read()).hexdigest()
    report["missing"], report["stubs"] = [], []
    stand_in(request["settings"], report["missing"])
    try:
        backend = execute(request["file"])
    except ImportError as error:
        report["missing"].append(str(error))
        sys.meta_path.insert(0, Stubs(report["stubs"]))
        backend = execute(request["file"])
        report["missing"].clear()
    report["device"] = backend.get_device()
