"""`aduan agency report` and `aduan agency ranking`: how agencies do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.context import Context
from commands.output import emit, listing
from commands.report import (
    emit_report,
    form_of,
    form_option,
    language_option,
    out_option,
    period_asked,
    read_report,
    region_of,
)

if TYPE_CHECKING:
    from complaints.figures.report import Report
    from complaints.figures.statistics import Share

_MONTH = "The month, as 2026-10; the last that is over if not given."


@click.command("report", help="The report on AGENCY of a month.")
@click.argument("agency")
@click.option("--month", metavar="MONTH", help=_MONTH)
@click.option("--region", help="The region, by code, keyword or alias; the first of the settings if not given.")
@form_option
@out_option
@language_option
@click.pass_obj
def agency_report(  # noqa: PLR0913, PLR0917 - each is an option
    context: Context,
    agency: str,
    month: str | None,
    region: str | None,
    form: str | None,
    out: Path | None,
    language: str | None,
) -> None:
    """Write an agency's report of a month."""
    found = region_of(context, region)
    wanted = period_asked(found, "month", month, context.clock.now())
    emit_report(context, (found, agency, wanted), form_of(form, out), out, language)


@click.command(help="The agencies by rank, with their colours.\n\nThose that have finished too little have no rank.")
@click.option("--month", metavar="MONTH", help=_MONTH)
@click.option("--region", help="The region, by code, keyword or alias; the first of the settings if not given.")
@listing
@click.pass_obj
def ranking(context: Context, month: str | None, region: str | None, *, as_json: bool, limit: int) -> None:
    """List the agencies with what they are ranked by; a colour is of what is open at the month's end."""
    found = region_of(context, region)
    report = read_report(context, found, None, period_asked(found, "month", month, context.clock.now()))
    rows = list(_rows(report))[:limit]
    shown = [{**row, **{name: _share(row, name) for name in ("on_time", "reopened")}} for row in rows]
    columns = ("rank", "agency", "colour", "on_time", "answer", "solution", "reopened", "content", "open", "red")
    titles = {"answer": "first answer", "solution": "solved in"}
    if as_json:
        emit(rows, columns, as_json=True)
        return
    emit(map(_in_words, shown), columns, as_json=False, titles=titles)
    if rows:
        click.echo(_formula(report))


def _rows(report: Report) -> Iterator[dict[str, Any]]:
    from complaints.figures.colours import agency_colour

    ranks = {code: rank for rank, code in report.ranking.ranked}
    for code in (*ranks, *report.ranking.few):
        each = report.found.agencies[code]
        yield {
            "rank": ranks.get(code),
            "agency": code,
            "colour": agency_colour(each.red, each.open, report.government.colours),
            "on_time": each.on_time.part,
            "on_time_of": each.on_time.whole,
            "answer": each.answer.median,
            "answers": each.answered.part,
            "answers_of": each.answered.whole,
            "solution": each.solution.median,
            "finished": each.finished,
            "reopened": each.reopened.part,
            "reopened_of": each.reopened.whole,
            "content": each.content,
            "rated": each.rated.whole,
            "open": each.open,
            "red": each.red,
            "yellow": each.yellow,
            "green": each.green,
        }


def _share(row: dict[str, Any], name: str) -> str:
    from complaints.figures.statistics import Share
    from complaints.reports.phrases import share
    from config.report_words import load_words

    found: Share = Share(row[name], row[f"{name}_of"])
    return share(load_words("en"), found, counts=True)


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    from complaints.reports.phrases import duration
    from config.report_words import load_words

    words = load_words("en")
    told = {name: None if row[name] is None else duration(words, row[name]) for name in ("answer", "solution")}
    content = f"{row['content']:.1f} ({row['rated']})" if row["rated"] else None
    return {**row, **told, "content": content, "colour": words(row["colour"])}


def _formula(report: Report) -> str:
    from complaints.reports.agencies import formula
    from config.report_words import load_words

    return formula(report.government.colours, load_words("en"))
