"""Exchanges two folders of one filesystem in one step: no moment without either name.

Arguments: the two paths. Exit 0: exchanged. Exit 3: this system or filesystem cannot (errno on stdout).
Linux: renameat2(2) with RENAME_EXCHANGE, by its wrapper or by number. macOS: renamex_np(2) with RENAME_SWAP.
"""
import ctypes
import errno
import os
import platform
import signal
import sys

AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP = 2
# syscall numbers of renameat2: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h
SYSCALLS = {"x86_64": 316, "aarch64": 276, "arm64": 276, "riscv64": 276}


def exchange(libc, first, second):
    if sys.platform == "darwin":
        return libc.renamex_np(first, second, RENAME_SWAP)
    if hasattr(libc, "renameat2"):
        return libc.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
    number = SYSCALLS.get(platform.machine())
    if number is None:
        ctypes.set_errno(errno.ENOSYS)
        return -1
    return libc.syscall(number, AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)


def main():
    # Ctrl-C reaches every program of the terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = (os.fsencode(path) for path in sys.argv[1:3])
    if exchange(libc, first, second) != 0:
        print(errno.errorcode.get(ctypes.get_errno(), ctypes.get_errno()))
        sys.exit(3)


main()
