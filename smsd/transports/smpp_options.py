"""What a bind is told of its line."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field

from smsd.transports.smpp_session import Role
from smsd.transports.smpp_texts import Agreed


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of a bind; see `config.smpp_settings`."""

    host: str
    port: int
    system_id: str
    password: str = field(repr=False)
    system_type: str = ""
    bind: str = "trx"
    binds: int = 1
    window: int = 10
    per_second: int | None = None
    tls: bool = False
    ca_file: str | None = None
    alphabet: str = "gsm7"
    long: str = "udh"
    sender: str = ""
    sender_ton: int | None = None
    sender_npi: int | None = None
    to_ton: int = 1
    to_npi: int = 1

    @property
    def agreed(self) -> Agreed:
        """What concerns the messages."""
        names = Agreed.__dataclass_fields__
        return Agreed(**{name: getattr(self, name) for name in names})

    @property
    def roles(self) -> list[Role]:
        """The binds."""
        one = [Role.TRANSCEIVER] if self.bind == "trx" else [Role.TRANSMITTER, Role.RECEIVER]
        return one * self.binds

    def context(self) -> ssl.SSLContext | None:
        """Give what TLS needs; the certificate must be valid for the host. Raises OSError for an unreadable file."""
        return ssl.create_default_context(cafile=self.ca_file) if self.tls else None
