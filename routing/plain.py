"""Letters as they are compared: small, and without accents."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Small letters without accents: é is e, and so is a bold or full-width one."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
