"""The texts that the shipped model is trained on, and how a region's own are added to them.

`config/examples/*.tsv` has a text a line, after the code of its topic; the examples of the topics are learned too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import config
from config.errors import ConfigError
from config.topics import Catalogue
from routing.datasets import Labelled
from routing.fit import Example

_MOST_OF_ONE = 20
"""So many complaints of one citizen teach: nobody is to make the rules alone."""
_OWN = 3.0
"""What a region's own disposition counts beside a shipped text: one is to be noticed."""
_SHIPPED = Path(config.__file__).parent / "examples"


def shipped_examples(catalogue: Catalogue, directory: Path = _SHIPPED) -> list[Example]:
    """Read the shipped texts, as the region's topics belong to its agencies; raises ConfigError for a bad line."""
    owners = {topic.code: topic.agency for topic in catalogue.topics}
    of_topics = [Example(text, topic.code, topic.agency) for topic in catalogue.topics for text in topic.examples]
    return [*of_topics, *(each for path in sorted(directory.glob("*.tsv")) for each in _read(path, owners))]


class Disposition(NamedTuple):
    """A complaint whose agency is known: its text, its topic if any, whose it is, and who wrote it if that is known."""

    text: str
    topic: str | None
    agency: str
    subscriber_id: int | None


def own_examples(dispositions: Iterable[Disposition], catalogue: Catalogue) -> Iterator[Example]:
    """Make examples of a region's dispositions, with the topic if it still is that agency's.

    What came several times in the same words teaches once, and of one citizen not more than twenty teach.
    """
    owners = {topic.code: topic.agency for topic in catalogue.topics}
    of_one: Counter[int] = Counter()
    for each in {" ".join(each.text.lower().split()): each for each in dispositions}.values():
        if each.subscriber_id is not None:
            of_one[each.subscriber_id] += 1
            if of_one[each.subscriber_id] > _MOST_OF_ONE:
                continue
        label = each.topic if each.topic is not None and owners.get(each.topic) == each.agency else ""
        yield Example(each.text, label, each.agency, _OWN)


def examples_of(rows: Sequence[Labelled]) -> list[Example]:
    """Make examples of a file in the order of time: offices change, so the newest row counts twice the oldest."""
    step = 1 / max(1, len(rows) - 1)
    return [Example(each.text, each.label, weight=1 + number * step) for number, each in enumerate(rows)]


def _read(path: Path, owners: dict[str, str]) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        topic, tab, text = line.partition("\t")
        if not tab or topic not in owners:
            message = f"{topic[:40]!r} is no topic" if tab else "this line has no tab after the topic"
            raise ConfigError(message, path=path, line=number, hint="Write a topic's code, a tab and the text")
        yield Example(text, topic, owners[topic])
