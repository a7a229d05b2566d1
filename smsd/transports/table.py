"""The table of transports: a new one is a file beside this one and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from smsd.transports.base import LineConfig, Transport


def _gammu(config: LineConfig) -> Transport:
    # Each worker loads its own driver and no other.
    from smsd.transports.gammu import GammuTransport  # noqa: PLC0415

    return GammuTransport(config)


def _at(config: LineConfig) -> Transport:
    from smsd.transports.at import AtTransport  # noqa: PLC0415

    return AtTransport(config)


TRANSPORTS: Mapping[str, Callable[[LineConfig], Transport]] = {
    "gammu": _gammu,
    "at": _at,
}
