"""What python-gammu's errors say."""

from __future__ import annotations

import gammu


def code_of(error: gammu.GSMError) -> str:
    """Give the name of an error, such as ERR_TIMEOUT."""
    return type(error).__name__


def said(error: gammu.GSMError) -> str:
    """Say what the library said, without number or text: it never quotes them."""
    details = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    return f"{code_of(error)}: {details.get('Text', '').strip()} ({details.get('Where', '?')})"
