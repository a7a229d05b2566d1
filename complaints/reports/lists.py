"""The parts of a report that list: topics, places, channels, what was late and why, what is oldest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from complaints.figures.colours import colour_of
from complaints.figures.measures import LEAST, REASONS
from complaints.figures.report import LISTED, Report
from complaints.reports import phrases
from complaints.reports.agencies import named
from complaints.reports.document import Bar, Bars, Block, Cell, Heading, Paragraph, Table
from config.report_words import Words
from storage.engine import AnyRow

_WIDE, _REASONS = (11, 21, 40, 14, 14), (10, 18, 25, 11, 36)


def topics(report: Report, words: Words) -> Iterator[Block]:
    """Draw what was complained about most; what few did is put together, and with it what is in no part."""
    names = {topic.code: topic.name for topic in report.government.catalogue.topics}
    found = {topic: count for topic, count in report.topics.items() if topic is not None and count >= LEAST}
    most = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:LISTED]
    if not most:
        return
    yield Heading(words("topics"))
    yield Bars("", tuple(Bar(names.get(topic, topic), count, words.number(count)) for topic, count in most))
    rest = report.measures.new - sum(count for _, count in most)
    if rest:
        yield Paragraph(words("other_topics", count=words.number(rest)), small=True)


def places(report: Report, words: Words) -> Iterator[Block]:
    """Draw the districts and villages that were named most."""
    if not report.places:
        return
    yield Heading(words("places"))
    yield Bars("", tuple(Bar(_place(words, row), row.whole, words.number(row.whole)) for row in report.places))
    yield Paragraph(words("places_note", least=LEAST), small=True)


def _place(words: Words, row: AnyRow) -> str:
    return words(row.kind, name=row.name.title())


def channels(report: Report, words: Words) -> Iterator[Block]:
    """Draw by which doors complaints came; those of few are put together."""
    many = {channel: count for channel, count in report.channels.items() if count >= LEAST}
    most = sorted(many.items(), key=lambda item: (-item[1], item[0]))
    found = [(_channel(words, channel), count) for channel, count in most]
    if rest := sum(report.channels.values()) - sum(many.values()):
        found.append((words("channel_others"), rest))
    bars = tuple(Bar(told, count, words.number(count)) for told, count in found)
    if bars:
        yield Heading(words("channels"))
        yield Bars("", bars)


def _channel(words: Words, channel: str) -> str:
    key = f"channel_{channel}"
    return words(key) if key in words else channel


def late(report: Report, words: Words) -> Iterator[Block]:
    """Tell what was late, what is known of why, and which are furthest past their dates."""
    found = report.measures
    yield Heading(words("late"))
    if not found.late:
        yield Paragraph(words("late_none"))
        return
    yield Paragraph(words("late_note", late=words.number(found.late)))
    reasons = ((words(f"late_{reason}"), found.reasons.get(reason, 0)) for reason in REASONS)
    rows = tuple((told, words.number(count)) for told, count in reasons if count)
    if rows:
        yield Table((words("reason"), words("count")), rows, widths=(80, 20))
    if report.latest:
        yield Paragraph(words("latest"))
        head = ("number", "agency", "topic", "overdue_for", "why")
        yield Table(tuple(map(words, head)), _latest(report, words), frozenset({0, 1, 2, 4}), _REASONS)


def _latest(report: Report, words: Words) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (*_what(report, words, row), _days(report, words, row.due_at), _why(report, row, words))
        for row in report.latest
    )


def _why(report: Report, row: AnyRow, words: Words) -> str:
    slow = row.accepted_at is not None and row.respond_by is not None and row.accepted_at > row.respond_by
    known = {
        "late_silent": row.accepted_at is None,
        "late_slow": slow,
        "late_paused": row.pauses is not None,
        "late_bounced": row.bounced > 0,
        "late_reopened": row.reopened > 0,
        "late_leader": bool(row.rung & report.bounds.leader),
        "late_head": bool(row.rung & report.bounds.head and not row.rung & report.bounds.leader),
    }
    return ", ".join(words(key) for key, is_so in known.items() if is_so) or words("none")


def oldest(report: Report, words: Words) -> Iterator[Block]:
    """List what has been open for longest."""
    if not report.oldest:
        return
    yield Heading(words("oldest"))
    rows = tuple(
        (
            *_what(report, words, row),
            _days(report, words, row.created_at),
            phrases.mark(words, colour_of(row, report.bounds, report.at)),
        )
        for row in report.oldest
    )
    head = ("number", "agency", "topic", "age", "colour")
    yield Table(tuple(map(words, head)), rows, frozenset({0, 1, 2, 4}), _WIDE)


def _what(report: Report, words: Words, row: AnyRow) -> tuple[str, str, str]:
    # What few complain about would tell who they are, beside its number.
    told = report.topics.get(row.topic, 0) >= LEAST
    names = (each.name for each in report.government.catalogue.topics if told and each.code == row.topic)
    topic = next(names, words("none"))
    return str(row.number), named(report, row.agency), topic


def _days(report: Report, words: Words, since: datetime) -> str:
    return phrases.duration(words, int((report.at - since).total_seconds()))
