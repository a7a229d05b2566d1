"""Taking the region's keyword and the labels off a text, from its front or its end.

People were taught different separators by different short codes; all of them are accepted, and so is a line break.
"""

from __future__ import annotations

import re

from parsers import slashes
from parsers.front import Front
from parsers.labels import says_anonymous, says_secret, tagged
from parsers.meaning import NOBODY_ASKED, Situation
from parsers.normalise import plain
from parsers.reading import Reading, Vocabulary
from parsers.words import fold

_TAG = re.compile(r"[\s,.;]*#[ ]?([^\W_](?:[\w .-]{0,40}[^\W_])?)[\s.!)\"']*$")
_LAST_WORD = re.compile(r"\s*,\s*([^\W\d_]{3,12})[\s.!]*$")
_TAIL = 60


def read(text: str, vocabulary: Vocabulary, situation: Situation = NOBODY_ASKED) -> Reading:
    """Take off the keyword with a greeting before it, and labels; without one the text is for the line's region.

    A keyword that is part of a name ("bogor barat", "wali kota bogor") tells the region and stays.
    """
    front = Front(plain(text), vocabulary.keywords)
    front.walk()
    end = _take_tags(front, len(text))
    body, order = text[front.start : end].rstrip(), text[front.order : end].rstrip()
    form = slashes.read(body, vocabulary.keywords)
    if form:
        front.regions, body = form.regions or front.regions, form.text
    labelled = any((front.labels.reported, front.labels.kind, front.labels.anonymous, front.labels.secret))
    return Reading(
        regions=_likeliest(front.regions, vocabulary),
        named=bool(front.regions),
        body=body,
        order=order,
        text=text,
        labels=front.labels,
        situation=situation,
        addressed=bool(form) or labelled or front.labels.fresh or (bool(front.regions) and not front.is_name),
        form=form is not None,
        vocabulary=vocabulary,
    )


def _likeliest(regions: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the regions that are meant: the line's own, if it is for one of them."""
    if vocabulary.own_region in regions:
        return (vocabulary.own_region,)
    return regions or (vocabulary.default_region,)


def _take_tags(front: Front, end: int) -> int:
    """Read "#bogor", "#anonim" and ", rahasia" at the end; gives where the text ends before them."""
    while front.start < end and (found := _tag(front.plain, front.start, end)):
        call = None if front.regions else front.keywords.at(found[1], 0)
        labels = tagged(found[1], front.labels)
        if call and call.end == len(found[1]):
            front.regions, front.is_name = call.regions, False
        elif labels:
            front.labels = labels
        else:
            break
        end = found.start()
    return end


def _tag(text: str, start: int, end: int) -> re.Match[str] | None:
    """Find the last tag, near the end of the text only: the patterns are slow over long texts."""
    start = max(start, end - _TAIL)
    if "#" in text[start:end]:
        return _TAG.search(text, max(start, text.rfind("#", start, end) - 5), end)
    comma = text.rfind(",", start, end)
    last = _LAST_WORD.search(text, max(start, comma - 5), end) if comma >= 0 else None
    return last if last and (says_secret(fold(last[1])) or says_anonymous(fold(last[1]))) else None
