"""Watches an environment until a line arrives on stdin, then prints one line of JSON.

Arguments: the environment, `look` (stat of its Python in a tight loop) or `start` (starts that Python and imports
a package, over and over), and that package. misses: how often it was not there; longest_us: the longest time it was not.
"""
import json
import os
import subprocess
import sys
import threading
import time

venv, how, package = sys.argv[1:4]
python = os.path.join(venv, "bin", "python")
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), ended.set()), daemon=True).start()


def look():
    try:
        os.stat(python)
        return True
    except FileNotFoundError:
        return False


def start():
    try:
        return subprocess.run([python, "-I", "-c", f"import {package}"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


attempt = {"look": look, "start": start}[how]
tries = misses = 0
longest = 0.0
gone_since = None
print("ready", flush=True)
while not ended.is_set():
    before = time.perf_counter()
    there = attempt()
    tries += 1
    if there:
        if gone_since is not None:
            longest = max(longest, before - gone_since)
        gone_since = None
    else:
        misses += 1
        gone_since = before if gone_since is None else gone_since
print(json.dumps({"tries": tries, "misses": misses, "longest_us": round(longest * 1e6, 1)}), flush=True)
