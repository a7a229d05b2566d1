"""When a complaint, and an agency, is merah, kuning or hijau: the table `[colours]` of a region's file."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from config.field_types import Share, Table, no_truth


class Colours(Table):
    """The bounds between the colours.

    `almost_due` is the share of the time, at the end of which what is open is kuning; `agency_red` is from more than
    which share of merah among what is open an agency is merah; `unhappy` up to which rating a reporter is not content.
    """

    almost_due: Share = 0.25
    agency_red: Share = 0.2
    unhappy: Annotated[int, BeforeValidator(no_truth), Field(ge=0, le=4)] = 2
