"""Who may call us over HTTP: those who know the secret, from the networks that are allowed."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address


class RefusedError(Exception):
    """A request that is not answered: the HTTP status, and the reason in words without anything of the request."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Gate:
    """`secret` None asks for none; no `networks` allow everybody, and `setting` is where they are written."""

    secret: str | None
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    setting: str = "http.ussd.allow"

    def check(self, address: str | None, secrets: Iterable[str]) -> None:
        """Let a request pass, by the address it comes from and the secrets it has brought; raises RefusedError."""
        if self.networks and not self._is_near(address):
            raise RefusedError(HTTPStatus.FORBIDDEN, f"this address is not in {self.setting}")
        if self.secret is not None and not self._is_known(secrets):
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "the secret is missing or wrong")

    def _is_near(self, address: str | None) -> bool:
        try:
            found = ip_address(address or "")
        except ValueError:
            return False
        if isinstance(found, IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return any(found in network for network in self.networks)

    def _is_known(self, secrets: Iterable[str]) -> bool:
        """Compare in a time that does not tell how many letters were right."""
        wanted = (self.secret or "").encode()
        return any(hmac.compare_digest(wanted, secret.encode("utf-8", "surrogateescape")) for secret in secrets)
