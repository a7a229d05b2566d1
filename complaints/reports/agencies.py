"""The parts of a report that tell of agencies: their ranking and their colours."""

from __future__ import annotations

from collections.abc import Iterator

from complaints.figures.colours import agency_colour
from complaints.figures.measures import LEAST, Measures
from complaints.figures.report import Report
from complaints.reports import phrases
from complaints.reports.document import Bar, Bars, Block, Cell, Heading, Mark, Paragraph, Table
from config.colours import Colours
from config.report_words import Words


def ranked(report: Report, words: Words) -> Iterator[Block]:
    """Rank the agencies; an agency's own report only tells its place."""
    if report.agency is not None:
        yield from _place(report, words, report.agency)
        return
    if not report.found.agencies:
        return
    yield Heading(words("ranking"))
    yield Paragraph(words("ranking_note"), small=True)
    found = report.ranking
    head = ("rank", "agency", "colour", "on_time", "answer", "solution_short", "reopened", "content_short", "finished")
    titles, widths = tuple(map(words, head)), (5, 22, 9, 10, 13, 14, 11, 11, 9)
    rows = [_row(report, words, str(rank), code) for rank, code in found.ranked]
    if rows:
        yield Table(titles, tuple(rows), frozenset({1, 2}), widths)
        yield Bars(words("on_time_chart"), tuple(_bar(report, words, code) for _, code in found.ranked), most=100)
    if found.few:
        yield Paragraph(words("few_ranked", least=LEAST))
        few = (_row(report, words, words("none"), code) for code in found.few)
        yield Table(titles, tuple(few), frozenset({1, 2}), widths)


def _place(report: Report, words: Words, agency: str) -> Iterator[Block]:
    places = {code: rank for rank, code in report.ranking.ranked}
    yield Heading(words("ranking"))
    if agency in places:
        yield Paragraph(words("place_of_agency", rank=places[agency], count=len(places)))
    else:
        yield Paragraph(words("place_none", least=LEAST))


def _row(report: Report, words: Words, rank: str, code: str) -> tuple[Cell, ...]:
    found = report.found.agencies[code]
    return (
        rank,
        named(report, code),
        _mark(report, words, found),
        phrases.share(words, found.on_time),
        phrases.took(words, found.answer, short=True),
        phrases.took(words, found.solution),
        phrases.share(words, found.reopened),
        phrases.content(words, found, short=True),
        words.number(found.finished),
    )


def _bar(report: Report, words: Words, code: str) -> Bar:
    found = report.found.agencies[code]
    colour = agency_colour(found.red, found.open, report.government.colours)
    percent = found.on_time.percent or 0
    return Bar(named(report, code), percent, f"{phrases.share(words, found.on_time)}, {words(colour)}", colour)


def colours(report: Report, words: Words) -> Iterator[Block]:
    """Tell the colours of what is open, with the formula."""
    yield Heading(words("colours"))
    codes = [report.agency] if report.agency else [code for code, each in report.found.agencies.items() if each.open]
    measured = {code: report.found.agencies.get(code, Measures()) for code in codes}
    worst = sorted(measured.items(), key=lambda item: (-item[1].red, -item[1].open, item[0]))
    rows: list[tuple[Cell, ...]] = [
        (named(report, code), _mark(report, words, each), *_shades(words, each)) for code, each in worst
    ]
    if rows:
        head = ("agency", "colour", "red", "yellow", "green", "open")
        yield Table(tuple(map(words, head)), tuple(rows), frozenset({0, 1}), (36, 16, 12, 12, 12, 12))
    yield Paragraph(formula(report.government.colours, words), small=True)


def formula(bounds: Colours, words: Words) -> str:
    """Write what makes something merah, kuning or hijau; it stands wherever the colours do."""
    almost, red = round(100 * bounds.almost_due), round(100 * bounds.agency_red)
    return words("colours_note", unhappy=bounds.unhappy, almost=almost, agency_red=red)


def _shades(words: Words, found: Measures) -> tuple[str, ...]:
    return tuple(map(words.number, (found.red, found.yellow, found.green, found.open)))


def _mark(report: Report, words: Words, found: Measures) -> Mark:
    return phrases.mark(words, agency_colour(found.red, found.open, report.government.colours))


def named(report: Report, code: str) -> str:
    """Give the short name of an agency; one that the region no longer has is called by its code."""
    agency = report.government.catalogue.agencies.get(code)
    return agency.short if agency else code
