"""Runs a command and tells its time, its exit code and the peak of its memory as the kernel counted it."""

import os
import sys
import time

name, command = sys.argv[1], sys.argv[2:]
began = time.monotonic()
child = os.fork()
if child == 0:
    os.dup2(1, 2)
    os.execv(command[0], command)
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - began
print(
    f"{name}: {seconds:.1f} s, {usage.ru_utime + usage.ru_stime:.1f} s of the processor, "
    f"{usage.ru_maxrss // 1024} MB at most, exit {os.waitstatus_to_exitcode(status)}"
)
