"""What operators answer about a SIM; most examples stand beside the patterns, in config/balances.toml."""

from datetime import date

import pytest

from config.balances import balance_patterns, compile_pattern, read_balance_file
from parsers.balance import Balance, read_balance

FILE = read_balance_file()
ROWS = [
    (thing, pattern, text, expected)
    for thing in ("rupiah", "sms", "until")
    for pattern in getattr(FILE, thing)
    for text, expected in pattern.examples
]


def read(answer: str) -> Balance:
    return read_balance(answer, balance_patterns())


@pytest.mark.parametrize(("thing", "pattern", "text", "expected"), ROWS)
def test_each_pattern_reads_its_examples_and_no_earlier_one_does(thing, pattern, text, expected) -> None:
    assert getattr(read(text), thing) == expected
    fitting = [each for each in getattr(FILE, thing) if compile_pattern(each.pattern).search(text)]
    assert fitting[0] == pattern


@pytest.mark.parametrize(
    ("answer", "balance"),
    [
        ("Pulsa Rp 25.500 s/d 12/12/2026", Balance(25_500, None, date(2026, 12, 12))),
        ("Sisa Pulsa Anda Rp.12.345,-. Masa Aktif s/d 12-Des-26", Balance(12_345, None, date(2026, 12, 12))),
        ("Kuota SMS 120", Balance(None, 120, None)),
        ("Pulsa Rp 500. Sisa SMS 75 s/d 1 Mei 2027", Balance(500, 75, date(2027, 5, 1))),
    ],
)
def test_an_answer_is_read_whole(answer, balance) -> None:
    assert read(answer) == balance


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Maaf, sistem sedang sibuk. Coba lagi nanti.",
        "1 Cek Pulsa\n2 Paket SMS\n3 Internet",
        "1. Cek Pulsa 2. Sisa SMS 3. Internet",
        "1 Cek Pulsa 2 Paket SMS 3 Internet",
        "Beli paket 1 GB Rp 10.000? 1 Ya 2 Tidak",
        "Pulsa 12/12/2026",
    ],
)
def test_what_tells_no_balance_is_not_taken_for_one(answer) -> None:
    assert not read(answer).is_readable


def test_a_day_that_is_in_no_calendar_is_none() -> None:
    assert read("Pulsa Rp 500 s/d 31/02/2027") == Balance(500)


def test_a_pattern_of_ones_own_reads_alone() -> None:
    own = [compile_pattern(r"duit {rupiah}, habis {until}")]
    assert read_balance("duit 1.500, habis 01-02-27", own) == Balance(1_500, None, date(2027, 2, 1))


@pytest.mark.parametrize("written", ["pulsa", "({rupiah}", "(?P<other>x)"])
def test_a_pattern_that_would_find_nothing_is_refused(written) -> None:
    with pytest.raises(ValueError, match=r"regular expression|should hold"):
        compile_pattern(written)
