"""Whether a text that came soon after a report is more about it, or another matter.

People press "send" too early and go on; but a village head reports for ten people, one after the other. What would be
lost inside another complaint is worse than one complaint too many, so in doubt about a matter it is another one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from complaints.life.places import NARROW
from parsers.service_words import NOT_YET
from parsers.words import GREETINGS, word_list, words_of
from routing.decide import Decision
from routing.whereabouts import tells_where
from storage.engine import AnyRow

GOES_ON_FOR = timedelta(minutes=10)
"""For so long after a report, or after the last word on it, a text without the keyword may be more about it."""

REPLIED_TO_FOR = timedelta(hours=12)
"""For so long after the office has done something, a text that is nobody's by itself may be about that."""

INCIDENT_FOR = timedelta(hours=6)
"""For so long after the last word or news of a report in an incident, a text that is nobody's by itself is about it."""

SECRET_FOR = timedelta(days=1)
"""For so long after a report that is kept apart, a text without the keyword is more about it, or kept apart as well."""

_POINTS = 0.4
"""From which confidence a text that no agency surely gets still points to one."""

Places = Collection[tuple[str, str]]
"""Places as kind and name."""


def belongs(text: str, decision: Decision, complaint: AnyRow, places: Places, *, told_where: bool) -> bool:
    """Tell whether a text, and what the router says of it, may be about a complaint.

    `complaint` has `agency`, `topic` and `urgent`; `places` are those it names, and `told_where` tells whether its
    text leads to any place at all.
    """
    if decision.urgent and not complaint.urgent:
        return False
    if _points_elsewhere(decision, complaint) or _is_elsewhere(decision, places):
        return False
    # That nobody was sure of the last one makes this one no part of it: both would go to the office of this one.
    is_matter = decision.agency is not None
    names_another = told_where and (bool(decision.places) or tells_where(text))
    return not is_matter or not names_another


def replies_in_incident(decision: Decision, complaint: AnyRow, places: Places) -> bool:
    """Tell whether a text of somebody in a flood is more about what they reported: of no matter of its own.

    "sudah aman", "di mana itu?", "air makin naik". Danger that is new is danger of their report, if it is for its
    office; all other danger is another report, which alerts.
    """
    rises = decision.urgent and not complaint.urgent and decision.agency == complaint.agency
    of_none = decision.agency is None and decision.body is None
    return (of_none or rises) and not _is_elsewhere(decision, places)


def points_elsewhere(decision: Decision, complaint: AnyRow) -> bool:
    """Tell whether a text is surely for another office than the one that has the complaint, or of new danger."""
    other = decision.agency is not None and decision.agency != complaint.agency
    return other or decision.body is not None or (decision.urgent and not complaint.urgent)


def lacks_another_thing(text: str, matter: str) -> bool | None:
    """Tell whether "belum ada air" misses what a complaint does not speak of; "belum ada perbaikan" misses the work.

    None if a text does not say so what is missing.
    """
    words = [word for word in words_of(text) if word not in GREETINGS]
    if len(words) < _LACKS or words[0] not in NOT_YET or words[1] not in _HAVE:
        return None
    return words[2] not in _WORK.union(words_of(matter))


_LACKS = 3
_HAVE = word_list("ada dapat dapet dpt terima menerima punya kebagian")
_WORK = word_list(
    "perbaikan perubahan tindakan petugas kabar respon tanggapan hasil kemajuan pekerjaan penanganan jawaban realisasi",
    "yang yg apa apapun satupun orang tukang pekerja sama",
)
"""What may be missing of any matter."""


def _points_elsewhere(decision: Decision, complaint: AnyRow) -> bool:
    if complaint.agency is None:
        return decision.body is not None
    if decision.agency is not None:
        return (decision.agency, decision.topic) != (complaint.agency, complaint.topic)
    if complaint.urgent:
        # In danger people go on, and what they say next is about nothing else.
        return decision.body is not None
    likely = [choice.agency for choice in decision.alternatives if choice.confidence >= _POINTS]
    return decision.body is not None or bool(likely and complaint.agency not in likely)


def _is_elsewhere(decision: Decision, places: Places) -> bool:
    """Tell whether both name places of one kind, and not the same."""
    told = {(place.kind, place.name) for place in decision.places if place.kind in NARROW}
    known = {place for place in places if place[0] in NARROW}
    kinds = {kind for kind, _ in told} & {kind for kind, _ in known}
    return bool(kinds) and not told & known
