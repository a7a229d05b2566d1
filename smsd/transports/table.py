"""From the word in the settings to the transport.

A new one is a file beside this one, with its class as `TRANSPORT`; its name is one more word in
`config.line_settings.Transport`.
"""

from __future__ import annotations

from importlib import import_module

from smsd.transports.base import LineConfig, Transport


def transport_of(config: LineConfig) -> Transport:
    """Make the transport of a line. Each worker loads its own driver and no other."""
    transport: Transport = import_module(f"smsd.transports.{config.transport}").TRANSPORT(config)
    return transport
