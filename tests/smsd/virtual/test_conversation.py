from smsd.virtual.conversation import CITIZEN, Numbers, read


def test_a_line_is_texted_or_expected_by_whom_it_names() -> None:
    script = [
        "# a remark",
        "",
        "0811 1000 0200 > bogor jalan rusak",
        "+6281110000200 < Laporan 1234567 ...",
        "TELKOMSEL > Promo",
        "1708 > Laporan",
        "> tanpa nomor",
        "tanpa apa pun",
        "< jawaban",
    ]
    turns = list(read(script))

    assert [(turn.phone, turn.text, turn.expected, turn.line) for turn in turns] == [
        ("+6281110000200", "bogor jalan rusak", False, 3),
        ("+6281110000200", "Laporan 1234567 ...", True, 4),
        ("TELKOMSEL", "Promo", False, 5),
        ("1708", "Laporan", False, 6),
        (CITIZEN, "tanpa nomor", False, 7),
        (CITIZEN, "tanpa apa pun", False, 8),
        (CITIZEN, "jawaban", True, 9),
    ]


def test_a_number_in_a_script_stands_for_the_real_one_from_its_first_answer_on() -> None:
    numbers = Numbers()
    assert numbers.fill("CEK 1234567") == "CEK 1234567"
    assert numbers.matches("Laporan 1234567 ... CEK 1234567", "Laporan 8936449 diterima. CEK 8936449")

    assert numbers.fill("CEK 1234567") == "CEK 8936449"
    assert numbers.matches("Laporan 1234567: ...", "Laporan 8936449: selesai")
    assert not numbers.matches("Laporan 1234567: ...", "Laporan 1105121: selesai")


def test_a_number_must_be_the_same_everywhere_in_an_answer() -> None:
    assert not Numbers().matches("Laporan 1234567 ... CEK 1234567", "Laporan 8936449 diterima. CEK 1105121")


def test_signs_in_an_expectation_are_no_pattern() -> None:
    assert Numbers().matches("Apa? (ya) ...", "Apa? (ya) atau tidak")
    assert not Numbers().matches("Apa?", "Ap")
