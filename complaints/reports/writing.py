"""What a report says: its parts in their order, each from the figures that were read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from complaints.figures.measures import LEAST, Measures
from complaints.figures.report import Report
from complaints.reports import phrases
from complaints.reports.agencies import colours, ranked
from complaints.reports.document import Block, Document, Heading, Lines, Paragraph, Table, Tile, Tiles
from complaints.reports.lists import channels, late, oldest, places, topics
from config.report_words import Words, load_words

_EPOCH = date(1970, 1, 1)


def write(report: Report, now: datetime, language: str | None = None) -> Document:
    """Write a report in a language, its region's if none is named."""
    words = load_words(language or report.government.language)
    zone = ZoneInfo(report.government.timezone)
    name = report.government.name
    if report.agency is not None:
        agency = report.government.catalogue.agencies.get(report.agency)
        name = f"{agency.name if agency else report.agency}, {name}"
    told = phrases.period(words, report.period)
    if report.at < report.period.moments(zone)[1]:
        told = words("until_now", period=told, at=phrases.moment(words, report.at, zone))
    return Document(
        language=words.language,
        title=words("title", name=name),
        subtitle=told,
        made=words("made", at=phrases.moment(words, now, zone)),
        blocks=tuple(block for part in _PARTS for block in part(report, words)),
    )


def _top(report: Report, words: Words) -> Iterator[Block]:
    """Tell the news first: what came, what was done, what is left."""
    found, before = report.measures, report.measures_before
    if not (found.new or found.finished or found.open):
        yield Paragraph(words("empty"))

    def was(value: str) -> str:
        return words("before", value=value)

    in_time, silent = phrases.share(words, found.on_time), words.number(found.overdue_silent)
    shades = {"red": words.number(found.red), "yellow": words.number(found.yellow), "green": words.number(found.green)}
    yield Tiles(
        (
            Tile(words("new"), words.number(found.new), was(words.number(before.new))),
            Tile(words("finished"), words.number(found.finished), was(words.number(before.finished))),
            Tile(words("on_time"), in_time, words("of_finished", count=words.number(found.on_time.whole))),
            Tile(words("open"), words.number(found.open), words("colours_of_open", **shades)),
            Tile(words("overdue"), words.number(found.overdue), words("silent_of_overdue", count=silent)),
        )
    )
    count, since = report.unhanded
    if since is not None:
        waits = phrases.duration(words, int((report.at - since).total_seconds()))
        yield Paragraph(words("unhanded", count=words.number(count), duration=waits))


def _four(report: Report, words: Words) -> Iterator[Block]:
    found = report.measures
    counts = {"answered": words.number(found.answered.part), "owed": words.number(found.answered.whole)}
    answered = "fast_note" if found.answer.median is not None else "fast_note_none"
    yield Heading(words("four"))
    yield Tiles(
        (
            Tile(words("fast"), phrases.took(words, found.answer), words(answered, **counts)),
            Tile(words("easy"), phrases.share(words, found.unasked), words("easy_note")),
            Tile(
                words("cheap"),
                phrases.each(words, found.messages),
                words("cheap_note", cases=words.number(found.messages.cases)),
            ),
            Tile(words("complete"), phrases.share(words, found.confirmed), words("complete_note")),
        )
    )


_COUNTS: tuple[tuple[str, Callable[[Measures], int]], ...] = (
    ("new", lambda each: each.new),
    ("praise", lambda each: each.praise),
    ("duplicates", lambda each: each.duplicates),
    ("spam", lambda each: each.spam),
    ("finished", lambda each: each.finished),
    ("open", lambda each: each.open),
    ("overdue", lambda each: each.overdue),
    ("colours_red", lambda each: each.red),
    ("colours_yellow", lambda each: each.yellow),
    ("colours_green", lambda each: each.green),
    ("done_red", lambda each: each.done_red),
)
_TOLD: tuple[tuple[str, Callable[[Words, Measures], str]], ...] = (
    ("answer_long", lambda words, each: phrases.took(words, each.answer)),
    ("solution", lambda words, each: phrases.took(words, each.solution)),
    ("content", phrases.content),
    ("messages", lambda words, each: phrases.each(words, each.messages)),
)
_SHARES = ("on_time", "confirmed", "reopened", "unasked")


def _compared(report: Report, words: Words) -> Iterator[Block]:
    now, before = report.measures, report.measures_before
    rows: list[tuple[str, ...]] = [
        (words(key), words.number(of(now)), words.number(of(before)), phrases.change(words, of(now), of(before)))
        for key, of in _COUNTS
    ]
    for key in _SHARES:
        mine, theirs = getattr(now, key), getattr(before, key)
        told = (phrases.share(words, each, counts=True) for each in (mine, theirs))
        rows.append((words(key), *told, phrases.points(words, mine, theirs)))
    rows += [(words(key), told_of(words, now), told_of(words, before), "") for key, told_of in _TOLD]
    yield Heading(words("compared"))
    head = words("figure"), words("this"), words("previous"), words("change")
    yield Table(head, tuple(rows), widths=(38, 24, 24, 14))


def _days(report: Report, words: Words) -> Iterator[Block]:
    """Draw each day of the period that has been, also those on which nothing came."""
    found = {each.day: each for each in report.days}
    last = report.at.astimezone(ZoneInfo(report.government.timezone)).date()
    days = [report.period.first + timedelta(days=each) for each in range(report.period.days)]
    days = [day for day in days if day <= last]
    counts = [(day, found.get((day - _EPOCH).days)) for day in days]
    shown = tuple((str(day.day), each.came if each else 0, each.done if each else 0) for day, each in counts)
    if found:
        yield Lines(words("by_day"), (words("new"), words("finished")), shown)


def _notes(report: Report, words: Words) -> Iterator[Block]:
    yield Heading(words("notes"))
    hidden = report.found.hidden
    # Of fewer it would tell, to whoever reads of a village or a week, that there is one.
    counted = report.agency is None and hidden >= LEAST
    yield Paragraph(
        words("note_hidden_of", count=words.number(hidden)) if counted else words("note_hidden"), small=True
    )
    yield Paragraph(words("note_whose"), small=True)
    yield Paragraph(words("note_few", least=LEAST), small=True)


_PARTS: tuple[Callable[[Report, Words], Iterator[Block]], ...] = (
    _top,
    _four,
    _days,
    ranked,
    colours,
    late,
    oldest,
    topics,
    places,
    channels,
    _compared,
    _notes,
)
"""The parts of a report, in the order in which a leader reads them."""
