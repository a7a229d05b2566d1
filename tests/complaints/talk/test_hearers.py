"""What a citizen says about their complaint reaches the officers who have it."""

from dataclasses import replace

BUDI, CITIZEN = "+6281112000001", "+6281110000100"


def test_what_is_added_to_a_complaint_of_a_region_that_has_left_the_settings_is_taken(staff) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    staff.town.text(f"TERIMA {number}", BUDI)
    office = staff.town.processor.office
    staff.town.processor.office = replace(
        office, regions={"kotabogor": office.regions["bogor"]}, default_regions={"modem1": "kotabogor"}
    )
    (answer,) = staff.town.text(f"TAMBAH {number} makin parah", CITIZEN)
    assert answer.startswith(f"Laporan {number}")
    assert staff.town.errors == []
    assert staff.town.answers(BUDI)[-1] == f"Laporan {number}, tambahan pelapor: makin parah"
