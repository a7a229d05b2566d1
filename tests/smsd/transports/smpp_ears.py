"""A gateway of transport `smpp` in a thread of its own, and what it tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from smsd.transports.base import GatewayConfig
from tests.smsd.transports import gateway_ears
from tests.smsd.transports.gateway_ears import CITIZEN

__all__ = ["CITIZEN", "Ears", "Smsc", "bound"]


class Smsc(Protocol):
    """Any SMSC of this computer."""

    port: int


def _config(smsc: Smsc, heard: datetime | None = None, **options: object) -> GatewayConfig:
    given = {"host": "127.0.0.1", "port": smsc.port, "system_id": "aduan", "password": "rahasia", "sender": "1708"}
    return GatewayConfig("bind", "smpp", "smsc", 10, given | options, heard)


class Ears(gateway_ears.Ears):
    """Binds to an SMSC, and what they tell."""

    def __init__(self, smsc: Smsc, heard: datetime | None = None, **options: object) -> None:
        super().__init__(_config(smsc, heard, **options))


@contextmanager
def bound(smsc: Smsc, **options: object) -> Iterator[gateway_ears.Ears]:
    """Run a gateway that is bound."""
    with gateway_ears.served(_config(smsc, **options)) as ears:
        yield ears
