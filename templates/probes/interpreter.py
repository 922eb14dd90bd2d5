"""Says what interpreter this is: one JSON line. Needs nothing but the standard library; run with -I -S."""

import json
import platform
import struct
import sys
import sysconfig


def main():
    base = getattr(sys, "_base_executable", None) or sys.executable
    return {
        "version": platform.python_version(),
        "implementation": sys.implementation.name,
        "machine": platform.machine(),
        "bits": struct.calcsize("P") * 8,
        "executable": sys.executable,
        "base": base,
        "prefix": sys.prefix,
        "basePrefix": sys.base_prefix,
        "freeThreaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        "libc": list(platform.libc_ver()) if sys.platform == "linux" else None,
        "macos": platform.mac_ver()[0] or None,
    }


print(json.dumps(main()))
