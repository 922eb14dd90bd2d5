"""Imports the parts of an environment, one after another, and says which of them load.

Arguments: module names. Out: one JSON object on stdout,
  {"parts": [{"name": "torch", "ok": true, "version": "2.11.0+cpu", "file": "...", "error": null, "ms": 2100}]}
A part that loads without a file of its own is an empty shell (a half-removed package) and does not count as loaded.
"""

import contextlib
import importlib
import json
import os
import sys
import time


def attempt(name):
    started = time.perf_counter()
    result = {"name": name, "ok": False, "version": None, "file": None, "error": None}
    try:
        module = importlib.import_module(name)
        result["file"] = getattr(module, "__file__", None)
        result["version"] = str(getattr(module, "__version__", "")) or None
        result["ok"] = result["file"] is not None
        if not result["ok"]:
            result["error"] = "only an empty folder of that name is there"
    except BaseException as error:
        result["error"] = f"{type(error).__name__}: {error}"
    result["ms"] = round((time.perf_counter() - started) * 1000)
    return result


with contextlib.redirect_stdout(sys.stderr):
    parts = [attempt(name) for name in sys.argv[1:]]
print(json.dumps({"parts": parts}), flush=True)
os._exit(0)
