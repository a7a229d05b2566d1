"""Play the weeks and leave the reports, and the database, in a folder: `python -m tests.region FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.region.setting import a_region

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    a_region(folder).region.play()
    sys.stdout.write(f"the reports are in {folder / 'reports'}\n")
