"""usage: resources.py FILE COMMAND…: runs it, and writes its seconds and its largest resident memory in MB to FILE."""

import resource
import subprocess
import sys
import time

began = time.perf_counter()
code = subprocess.run(sys.argv[2:], check=False).returncode
took = time.perf_counter() - began
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
with open(sys.argv[1], "w", encoding="utf-8") as file:
    print(f"{took:.3f} {memory:.1f}", file=file)
sys.exit(0 if code == 0 else 1)
