"""A report as one page of HTML: everything is in it, so that it can be sent on; for a phone, a screen and a printer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from complaints.reports.charts import as_svg
from complaints.reports.document import Bars, Block, Document, Lines


def as_html(document: Document) -> str:
    """Write a report as a page."""
    blocks = [
        (type(block).__name__.lower(), block, _drawing(block, place)) for place, block in enumerate(document.blocks)
    ]
    return _template().render(document=document, blocks=blocks)


def _drawing(block: Block, place: int) -> Markup | None:
    # Whatever stands in a drawing was escaped when it was written.
    return Markup(as_svg(block, place)) if isinstance(block, Bars | Lines) else None  # noqa: S704


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template("page.html")
