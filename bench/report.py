"""What a monthly report of a region costs: reading the figures, and writing them down.

    from bench.report import monthly

`monthly` gives the seconds of each, for a table of `bench/complaints.py`; with a million complaints 10 in all are
allowed.
"""

from __future__ import annotations

import time
from datetime import datetime

from complaints.figures.periods import named
from complaints.figures.report import gather
from complaints.reports.forms import FORMS, render
from complaints.reports.writing import write
from config.regions import Region
from storage.engine import Database


def monthly(database: Database, region: Region, month: str, now: datetime) -> dict[str, float]:
    """Make the report of a month in each form; gives the seconds of `figures` and of each form."""
    begun = time.perf_counter()
    with database.read() as connection:
        report = gather(connection, region, named(month), now)
    took = {"figures": time.perf_counter() - begun}
    assert report.measures.new, "a report of nothing measures nothing"
    document = write(report, now)
    for form in FORMS:
        begun = time.perf_counter()
        assert render(document, form)
        took[form] = time.perf_counter() - begun
    return took
