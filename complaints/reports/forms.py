"""The forms a report is written in, and writing it into a file: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from complaints.figures.report import Report
from complaints.reports.document import Document
from sms.files import whole

FORMS = ("text", "md", "html", "pdf")
ENDINGS = {"text": "txt", "md": "md", "html": "html", "pdf": "pdf"}


def render(document: Document, form: str, width: int | None = None) -> bytes:
    """Write a report in one of the forms; `width` is how many columns a text may have."""
    # Each form has a library of its own, which takes a while to load.
    if form == "pdf":
        from complaints.reports.paper import as_pdf  # noqa: PLC0415

        return as_pdf(document)
    if form == "html":
        from complaints.reports.page import as_html  # noqa: PLC0415

        return as_html(document).encode()
    if form == "md":
        from complaints.reports.markdown import as_markdown  # noqa: PLC0415

        return as_markdown(document).encode()
    from complaints.reports.terminal import WIDTH, as_text  # noqa: PLC0415

    return as_text(document, width or WIDTH).encode()


def file_name(report: Report, form: str) -> str:
    """Name the file of a report: laporan-bogor-2026-10.pdf."""
    whose = [report.government.code, *([report.agency] if report.agency else [])]
    name = report.period.name
    if report.period.kind == "fortnight":
        name += f"-{report.period.last.day:02}"
    return f"laporan-{'-'.join(whose)}-{name}.{ENDINGS[form]}"


def save(path: Path, content: bytes) -> None:
    """Write a report into a file, for its owner and their group; raises CannotWriteError."""
    with whole(path, 0o640) as file:
        file.write_bytes(content)
