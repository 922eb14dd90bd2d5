"""Compiles what the import of some modules is about to need, from its end on, so that the two meet in the middle.

A fresh environment holds no bytecode, and compiling it is most of the first import of torch: three seconds of four, on
one core. This does half of it on another. It runs none of the modules' own code, and writes through the same loader as
an import, so what it leaves is what the import would have written. Only a help: it reports nothing.

Arguments: module names. In: a byte, or the end of stdin, ends it after the file at hand. Out: nothing.
"""

import importlib.machinery
import importlib.util
import os
import re
import site
import sys
import threading

# Only what stands at the start of a line: the rest is for type checkers, for later, or for other systems.
FROM = re.compile(rb"^from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n(]*)", re.M)
PLAIN = re.compile(rb"^import[ \t]+([\w. \t,]+)", re.M)
NAME = re.compile(r"(?:^|[(,])\s*([\w.]+)", re.M)


def more_than_one_core():
    usable = getattr(os, "sched_getaffinity", None)
    return (len(usable(0)) if usable else os.cpu_count() or 1) > 1


def listen(stop):
    os.read(0, 1)
    stop.set()


def file_of(name, folders):
    for folder in folders:
        base = os.path.join(folder, *name.split("."))
        for path in (os.path.join(base, "__init__.py"), base + ".py"):
            if os.path.isfile(path):
                return path
    return None


def absolute(package, dots, module):
    parts = package.split(".")
    base = parts[: len(parts) + 1 - len(dots)] if dots else []
    return ".".join([*base, *([module] if module else [])])


def imports(source, package):
    """Names of modules, and of what may be one: `from a import b` gives `a` and `a.b`."""
    for match in PLAIN.finditer(source):
        yield from NAME.findall(match[1].decode("ascii", "replace"))
    for match in FROM.finditer(source):
        dots, module, names = (group.decode("ascii", "replace") for group in match.groups())
        target = absolute(package, dots, module)
        yield target
        yield from (f"{target}.{name}" for name in NAME.findall(names))


def compile_file(name, path):
    if os.path.exists(importlib.util.cache_from_source(path)):
        return
    try:
        importlib.machinery.SourceFileLoader(name, path).get_code(name)
    except (SyntaxError, ValueError, RecursionError):
        pass


def needed_by(name, path):
    package = name if path.endswith("__init__.py") else name.rpartition(".")[0]
    with open(path, "rb") as file:
        return imports(file.read(), package)


def main(parts):
    stop = threading.Event()
    threading.Thread(target=listen, args=[stop], daemon=True).start()
    folders, seen, waiting = site.getsitepackages(), set(), list(parts)
    while waiting and not stop.is_set():
        name = waiting.pop()
        path = None if name in seen else file_of(name, folders)
        seen.add(name)
        if path is not None:
            compile_file(name, path)
            waiting += [name.rpartition(".")[0] or name, *needed_by(name, path)]


if more_than_one_core():
    try:
        main(sys.argv[1:])
    except OSError:
        pass
# The thread may still wait for a byte.
os._exit(0)
