"""One complaint of one officer's command, and how it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from complaints.life.lifecycle import IN_HAND
from complaints.officers.last_list import Named
from complaints.officers.permission import part_of
from complaints.officers.tasks import state_of
from complaints.steps.authority import Ruling
from complaints.steps.moving import Elsewhere, elsewhere
from complaints.talk.desk import Desk
from config.texts import Texts
from config.topics import Agency
from parsers.agency import agency_at_front
from parsers.officer_meaning import Order
from sms.message import InboundMessage
from storage.engine import AnyRow

Values = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a command is not carried out: a text, and what stands in it."""

    key: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Errand:
    """A command, the complaint that it is about and how that was named; `key` is that of the answer."""

    message: InboundMessage
    order: Order
    named: Named
    complaint: AnyRow
    key: str
    desk: Desk

    @property
    def number(self) -> int:
        """The complaint's number."""
        number: int = self.complaint.number
        return number

    @property
    def officer(self) -> str:
        """Who commands, as the history writes it."""
        return str(self.message.subscriber_id)

    @property
    def texts(self) -> Texts:
        """The texts of the complaint's region."""
        return self.desk.office.texts_for(self.complaint.region)

    @property
    def agencies(self) -> Mapping[str, Agency]:
        """The agencies that it may be handed to, by their codes."""
        region = self.desk.office.regions.get(self.complaint.region)
        return region.catalogue.agencies if region else {}

    @property
    def named_agency(self) -> str | None:
        """The agency that the words begin with, by its code or a name; the one that has it already is none."""
        agencies = self.agencies
        names = [(name, code) for code, agency in agencies.items() for name in (code, agency.short, agency.name)]
        if self.complaint.circle:
            # Its circle may take it back.
            names.append((self.complaint.circle, self.complaint.circle))
        named = agency_at_front(self.order.words, names)
        return named if named != self.complaint.agency else None

    @property
    def elsewhere(self) -> Elsewhere | None:
        """The region or neighbour that the words begin with."""
        return elsewhere(self.desk.office, self.complaint.region, self.order.words)

    @property
    def part(self) -> str | None:
        """The sender's agency, if it only helps with the complaint."""
        part = part_of(self.message, self.complaint, self.desk)
        return part.agency if part else None

    @property
    def is_of_unit(self) -> bool:
        """Whether the sender speaks for the unit that has it, and not for the whole agency."""
        agency, unit = self.complaint.agency, self.complaint.unit
        who = self.message.subscriber_id
        return bool(agency and unit) and self.desk.people.is_of_unit(self.complaint.region, agency, unit, who)

    def refused(self, key: str) -> Refused:
        """Refuse it with a text, for which everything is there that a refusal may mention."""
        complaint, office = self.complaint, self.desk.office
        if key == Ruling.IMPOSSIBLE and complaint.status in IN_HAND and not self.part:
            # Nothing is over yet, so there is nothing to open again.
            key = "officer_impossible_open"
        values: Values = {
            "number": self.number,
            "verb": self.order.verb,
            "agency": office.agency_name(complaint.region, complaint.agency),
            "status": state_of(self.texts, complaint),
            "text": " ".join(self.agencies),
        }
        return Refused(key, values)
