"""What somebody wants done to a complaint, and why it may be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from complaints.life.lifecycle import Action, Actor, IllegalStepError
from sms.errors import UserError


class NoSuchComplaintError(UserError):
    """No complaint has that number; the message tells a slip of the thumb from one that does not exist."""


class NoSuchAgencyError(UserError):
    """The region has no such agency; the message lists those it has."""


class NoSuchUnitError(UserError):
    """The agency has no such unit; the message lists those it has."""


class NoSuchRegionError(UserError):
    """The complaint's region has left the settings, and its agencies with it; the message says how it comes back."""


class WordsMissingError(UserError):
    """A step that the citizen only understands with the office's own words came without them."""


class DoneAlreadyError(IllegalStepError):
    """The complaint is where the step would bring it, and nothing new was said."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody wants done: the action, who does it, their words, the agency if it goes to another.

    `until` is when something that is put off goes on. `unit` is the part of the agency, "" none of them, None whichever
    answers for the place. `region` is where a MOVE goes. `part` is the further agency that does this to what is its own
    of it. `sets` is what else of the complaint changes, `brought` what it has brought another that it is merged into:
    `into`, that one's id, `parties` and `places`.
    """

    action: Action
    actor_kind: Actor
    actor: str
    said: str = ""
    agency: str | None = None
    until: datetime | None = None
    unit: str | None = None
    region: str | None = None
    part: str | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    brought: Mapping[str, Any] = field(default_factory=dict)


def gone(region: str) -> str:
    """Tell of a region that has left the settings while its complaints live on, and how it comes back."""
    return f"region {region}, which is no region of the settings; name its file {region}.toml, and that in `regions`"
