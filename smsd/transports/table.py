"""From the word in the settings to the transport.

A new driver of modems is a file beside this one, with its class as `TRANSPORT`; its name is one more word in
`config.modem_settings.Transport`. A gateway is one with its class as `GATEWAY`, and has settings of its own.
"""

from __future__ import annotations

from importlib import import_module

from smsd.transports.base import Gateway, GatewayConfig, GatewayEars, LineConfig, Transport


def transport_of(config: LineConfig) -> Transport:
    """Make the transport of a line. Each worker loads its own driver and no other."""
    transport: Transport = import_module(f"smsd.transports.{config.transport}").TRANSPORT(config)
    return transport


def gateway_of(config: GatewayConfig, ears: GatewayEars) -> Gateway:
    """Make the gateway of a line."""
    gateway: Gateway = import_module(f"smsd.transports.{config.transport}").GATEWAY(config, ears)
    return gateway
