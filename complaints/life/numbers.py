"""The complaint's number: what the citizen holds.

Seven digits, because digits are what a keypad types best; the last is a check digit, so that a slip of the thumb is
told apart from a number that does not exist. The digits before it are a keyed permutation of a plain count: two
complaints never share a number, and nobody can tell the next number, or how many there are, from the one they hold.
After 900,000 complaints numbers grow to eight digits, after nine million more to nine.
"""

from __future__ import annotations

from hashlib import blake2b

from sms import damm

SHORTEST = 7
LONGEST = 9
_ROUNDS = 6


def number_of(position: int, key: bytes) -> int:
    """Give the number of the complaint that was counted `position` (from 1); raises ValueError below that."""
    if position < 1:
        raise ValueError("complaints are counted from 1")
    index, digits = position - 1, SHORTEST - 1
    while index >= (size := 9 * 10 ** (digits - 1)):
        index, digits = index - size, digits + 1
    payload = str(10 ** (digits - 1) + _permute(index, size, key))
    return int(payload + damm.check_digit(payload))


def is_mistyped(number: int) -> bool:
    """Tell whether a number cannot be anybody's, because its check digit is wrong or its length is."""
    text = str(abs(number))
    return number < 0 or not SHORTEST <= len(text) <= LONGEST or not damm.is_valid(text)


def _permute(index: int, size: int, key: bytes) -> int:
    """Shuffle 0..size-1 by a Feistel network over the next even number of bits, walked until it falls inside."""
    half = (size.bit_length() + 1) // 2
    while (index := _feistel(index, half, key)) >= size:
        pass
    return index


def _feistel(value: int, half: int, key: bytes) -> int:
    mask = (1 << half) - 1
    left, right = value >> half, value & mask
    for turn in range(_ROUNDS):
        mixed = blake2b(b"%d:%d:%d" % (half, turn, right), key=key, digest_size=4).digest()
        left, right = right, left ^ (int.from_bytes(mixed, "big") & mask)
    return left << half | right
