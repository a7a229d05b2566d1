"""The worker of the crash matrix: `python -m tests.smsd.crash_worker POINT MARK FD`.

The first one to come to that point leaves the mark, a file, and kills itself; those after it are as they always are.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from smsd import worker

if __name__ == "__main__":
    name, mark, *arguments = sys.argv[1:]
    if not Path(mark).exists():
        # The points are of the whole office, and long in coming.
        child = importlib.import_module("tests.smsd.crash_child")
        child.install(child.point_of(name).worker, lambda: Path(mark).touch())
    worker.main(arguments)
