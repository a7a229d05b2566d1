"""The settings to begin with: the commented sample, with an installation's own modem filled in."""

from __future__ import annotations

from pathlib import Path

_SAMPLE = Path(__file__).parent / "aduan.toml"
_DEVICE = 'device = "virtual"'
_MSISDN = '# msisdn = "+628111000001"'


def sample(device: str | None = None, msisdn: str | None = None) -> str:
    """Give the text of a settings file; the virtual modem stays if no device is named."""
    text = _SAMPLE.read_text(encoding="utf-8")
    if device:
        text = text.replace(_DEVICE, f"device = {_quoted(device)}")
    if msisdn:
        text = text.replace(_MSISDN, f"msisdn = {_quoted(msisdn)}")
    return text


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
