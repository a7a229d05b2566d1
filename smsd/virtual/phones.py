"""The citizens' phones at the other end: they put the parts of long messages together and show them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsd.virtual.pdu import Submit


class Phones:
    """All phones of the network, by number."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._parts: dict[tuple[str, int, int], dict[int, str]] = defaultdict(dict)

    def texts(self, msisdn: str) -> list[str]:
        """Give what a phone has shown, oldest first."""
        return list(self._texts.get(msisdn, []))

    def receive(self, submit: Submit) -> str | None:
        """Take one short message; give the text if it completes one, else None."""
        text = submit.text if submit.udh is None else self._join(submit.to, submit.text, submit.udh)
        if text is not None:
            self._texts[submit.to].append(text)
        return text

    def _join(self, to: str, text: str, udh: tuple[int, int, int]) -> str | None:
        reference, total, sequence = udh
        parts = self._parts[to, reference, total]
        parts[sequence] = text
        if len(parts) < total:
            return None
        del self._parts[to, reference, total]
        return _mend("".join(parts[sequence] for sequence in sorted(parts)))


def _mend(text: str) -> str:
    """Join the halves of characters that a sender has cut apart between two parts in UCS-2."""
    return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
