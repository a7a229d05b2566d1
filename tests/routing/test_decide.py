"""Decisions by rules of a few topics made for the purpose, mostly without a classifier."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.accusations import AccusationWords
from config.phrases import parse_phrase
from config.topics import Agency, Body, Catalogue, Topic
from routing.classifier import OFFERED, Classifier
from routing.decide import Alternative, Decision, Router
from routing.grams import Speller
from routing.hints import HintedSpeller
from routing.train import Example, train

TOPICS = (
    ("jalan-rusak", "PUPR", "Jalan rusak", ("jalan + rusak|lubang", "aspal"), (), False),
    ("lampu-merah", "DISHUB", "Lampu lalu lintas", ("lampu merah", "lampu merah + mati"), (), False),
    ("listrik", "PLN", "Listrik padam", ("lampu + mati", "listrik", "listrik + mati"), (), False),
    ("api", "DAMKAR", "Kebakaran", ("kebakaran", "kebakaran + hebat"), ("asap",), True),
    ("banjir", "BPBD", "Banjir", ("banjir", "banjir + naik"), (), True),
    ("sampah", "DLH", "Sampah", ("sampah", "sampah + menumpuk|bau"), ("bau", "kotor"), False),
    ("pungli", "INSPEKTORAT", "Pungli", ("pungli",), (), False),
    ("kereta", "KAI", "Kereta api", ("tiket kereta", "kereta + telat + lagi|terus"), ("kereta",), False),
)
BODIES = {"KAI": Body("KAI", "KAI", "telepon 121")}
ACCUSATIONS = AccusationWords(
    watchdog="INSPEKTORAT",
    staff=parse_phrase("petugas|oknum"),
    acts=(parse_phrase("minta + uang"), parse_phrase("korupsi")),
    grave=parse_phrase("korupsi"),
    called={
        code: parse_phrase(name)
        for code, name in [("PLN", "pln"), ("DLH", "dinas lh"), ("DAMKAR", "damkar"), ("INSPEKTORAT", "inspektorat")]
    },
)


def make_catalogue() -> Catalogue:
    topics = tuple(
        Topic(
            code,
            agency,
            name,
            tuple(map(parse_phrase, phrases)),
            tuple(map(parse_phrase, hints)),
            urgent=urgent,
        )
        for code, agency, name, phrases, hints, urgent in TOPICS
    )
    owners = dict.fromkeys(topic.agency for topic in topics)
    agencies = {code: Agency(code, code, code.title(), "...") for code in owners if code not in BODIES}
    return Catalogue(agencies, topics, bodies=BODIES, accusations=ACCUSATIONS)


CATALOGUE = make_catalogue()
ROUTER = Router(CATALOGUE)


def of(*agencies: str) -> Catalogue:
    """Give the catalogue of a region that has only these agencies."""
    return replace(CATALOGUE, agencies={code: CATALOGUE.agencies[code] for code in sorted(agencies)})


TEXTS = {
    "jalan-rusak": ["aspal hancur", "jalan berlubang", "banyak lubang di aspal", "jalan hancur parah"],
    "api": ["kebakaran hebat", "api membesar", "ada api di rumah", "asap dan api"],
    "banjir": ["air naik ke rumah", "kampung terendam", "banjir naik terus", "air naik terus"],
    "listrik": ["pln padam", "meteran listrik", "token pln", "listrik padam"],
    "sampah": ["sampah bau", "bak penuh sampah", "tumpukan sampah", "sampah kotor"],
    "kereta": ["kereta telat", "stasiun penuh", "tiket stasiun", "kereta penuh"],
}
EXAMPLES = [
    Example(text, code, next(topic.agency for topic in CATALOGUE.topics if topic.code == code))
    for texts in zip(*TEXTS.values(), strict=True)
    for code, text in zip(TEXTS, texts, strict=True)
]
LEARNED = Classifier(train(EXAMPLES * 3, Speller({})))
TRAINED = Router(CATALOGUE, LEARNED)


def test_a_clear_matter_goes_to_its_agency_with_a_reason() -> None:
    decision = ROUTER.decide("Jalannya BERLUBANG pak, aspal hancur")
    assert (decision.agency, decision.topic, decision.urgent, decision.body) == ("PUPR", "jalan-rusak", False, None)
    assert decision.reasons == (
        'Kata "jalannya berlubang" menunjuk topik Jalan rusak (Pupr).',
        'Kata "aspal" menunjuk topik Jalan rusak (Pupr).',
    )


def test_the_best_agency_is_the_first_of_the_offered() -> None:
    decision = ROUTER.decide("jalan rusak, aspal")
    assert len(decision.alternatives) == OFFERED
    assert decision.alternatives[0].agency == decision.agency
    assert decision.alternatives[0].confidence == decision.confidence


def test_more_words_that_say_the_same_make_it_surer() -> None:
    texts = ["asap", "kebakaran", "kebakaran hebat", "kebakaran hebat, asap"]
    confidences = [ROUTER.decide(text).confidence for text in texts]
    assert confidences == sorted(set(confidences))


def test_the_fewer_agencies_there_are_the_less_it_takes() -> None:
    few = replace(CATALOGUE, topics=CATALOGUE.topics[:2], agencies={"PUPR": CATALOGUE.agencies["PUPR"]})
    assert Router(few).decide("jalan rusak").confidence > ROUTER.decide("jalan rusak").confidence
    assert Router(few).decide("jalan rusak").agency == "PUPR"


def test_a_word_counts_for_the_longest_phrase_in_which_it_stands() -> None:
    decision = ROUTER.decide("lampu merah mati")
    power = next((each.confidence for each in decision.alternatives if each.agency == "PLN"), 0.0)
    assert decision.agency == "DISHUB"
    assert power < ROUTER.decide("lampu mati").confidence / 2


def test_two_matters_of_equal_weight_go_to_triage_with_both_offered() -> None:
    decision = ROUTER.decide("listrik dan sampah")
    assert (decision.agency, decision.topic, decision.body) == (None, None, None)
    assert {each.agency for each in decision.alternatives[:2]} == {"PLN", "DLH"}
    assert decision.reasons[-1].startswith("Belum cukup yakin antara Pln (")


def test_a_hint_alone_is_too_weak_and_says_so() -> None:
    decision = ROUTER.decide("bau")
    assert decision.agency is None
    assert decision.alternatives[0].agency == "DLH"
    assert decision.reasons[0] == 'Kata "bau" mengarah ke topik Sampah (Dlh).'
    assert decision.reasons[-1].startswith("Belum cukup yakin antara Dlh (")


def test_a_hint_makes_a_phrase_surer_and_does_not_unmake_that_of_another() -> None:
    plain = ROUTER.decide("sampah").confidence
    assert ROUTER.decide("sampah kotor").confidence > plain
    assert ROUTER.decide("sampah menumpuk bau, asap").agency == "DLH"


@pytest.mark.parametrize("text", ["", "   ", "\n", "???", "😀😀", "asdf qwerty", "12345", "terima kasih"])
def test_nothing_known_goes_to_triage_with_all_equally_likely(text: str) -> None:
    decision = ROUTER.decide(text)
    assert (decision.agency, decision.topic, decision.body, decision.urgent) == (None, None, None, False)
    assert len({each.confidence for each in decision.alternatives}) == 1
    assert decision.reasons == ("Isinya belum jelas.",)


def test_the_threshold_decides_what_is_sure_enough() -> None:
    assert Router(CATALOGUE, threshold=0.99).decide("jalan rusak").agency is None
    assert Router(CATALOGUE, threshold=0.0).decide("bau").agency == "DLH"


def test_without_a_classifier_no_version_is_told_and_with_one_it_is() -> None:
    assert ROUTER.decide("jalan rusak").model == ""
    assert TRAINED.decide("jalan rusak").model != ""


class TestDanger:
    @pytest.mark.parametrize("text", ["kebakaran", "kebakaran sampah listrik", "ada kebakaran pak, lampu merah"])
    def test_is_urgent_and_never_waits(self, text: str) -> None:
        decision = ROUTER.decide(text)
        assert (decision.agency, decision.urgent) == ("DAMKAR", True)

    def test_goes_to_whoever_is_likeliest_though_nothing_is_sure(self) -> None:
        decision = ROUTER.decide("kebakaran")
        assert (decision.agency, decision.topic, decision.urgent) == ("DAMKAR", "api", True)
        assert decision.confidence < 0.6
        assert decision.reasons[-1] == "Mendesak: langsung ke Damkar walau belum pasti; pindahkan bila keliru."

    def test_of_two_kinds_the_likelier_is_told(self) -> None:
        assert ROUTER.decide("banjir, kebakaran hebat").agency == "DAMKAR"
        assert ROUTER.decide("kebakaran, banjir naik").agency == "BPBD"

    def test_goes_to_one_in_charge_of_danger_even_if_others_are_as_likely(self) -> None:
        decision = ROUTER.decide("kebakaran, listrik, sampah, aspal")
        assert (decision.agency, decision.urgent) == ("DAMKAR", True)

    def test_is_offered_first_to_whom_it_goes(self) -> None:
        decision = ROUTER.decide("kebakaran, listrik mati, sampah bau, aspal")
        assert (decision.agency, decision.alternatives[0].agency) == ("DAMKAR", "DAMKAR")
        assert len(decision.alternatives) == OFFERED

    def test_that_is_sure_needs_no_excuse(self) -> None:
        decision = ROUTER.decide("kebakaran hebat, kebakaran, asap")
        assert (decision.agency, decision.urgent) == ("DAMKAR", True)
        assert not any(reason.startswith("Mendesak") for reason in decision.reasons)

    def test_goes_to_another_in_charge_of_danger_if_the_region_lacks_the_agency(self) -> None:
        decision = Router(of("PUPR", "BPBD")).decide("kebakaran")
        assert (decision.agency, decision.urgent) == ("BPBD", True)
        assert decision.reasons[-1].startswith("Mendesak: langsung ke Bpbd")

    def test_waits_for_an_officer_where_nobody_is_in_charge_of_it(self) -> None:
        decision = Router(of("PUPR", "DLH")).decide("kebakaran")
        assert (decision.agency, decision.urgent) == (None, True)
        assert decision.reasons

    def test_of_which_the_classifier_hears_in_one_clause_is_told_to_whose_it_is_too(self) -> None:
        matter = "meteran listrik, token pln, listrik padam, pln padam"
        assert not TRAINED.decide(matter).urgent
        decision = TRAINED.decide(f"{matter}, api membesar ada api di rumah")
        assert (decision.agency, decision.urgent, decision.alerted) == ("PLN", True, "DAMKAR")

    def test_is_heard_by_another_classifier_if_the_own_has_not_learned_it(self) -> None:
        examples = [replace(each, label="", group=each.group) for each in EXAMPLES if each.group != "DAMKAR"] * 3
        own, text = Classifier(train(examples, Speller({}))), "api membesar, ada api"
        assert not Router(CATALOGUE, own).decide(text).urgent
        decision = Router(CATALOGUE, own, speller=HintedSpeller({}, LEARNED)).decide(text)
        assert (decision.agency, decision.urgent) == ("DAMKAR", True)

    def test_beside_an_accusation_of_others_goes_to_those_in_charge_of_it(self) -> None:
        decision = ROUTER.decide("kebakaran hebat, petugas pln minta uang")
        assert (decision.agency, decision.urgent) == ("DAMKAR", True)

    def test_whose_rescuers_are_accused_goes_to_the_watchdog_and_is_told_to_others(self) -> None:
        decision = ROUTER.decide("kebakaran, petugas damkar minta uang")
        assert (decision.agency, decision.alerted, decision.urgent) == ("INSPEKTORAT", "BPBD", True)

    def test_never_goes_to_the_accused(self) -> None:
        decision = ROUTER.decide("kebakaran, petugas damkar minta uang")
        assert decision.urgent
        assert decision.agency not in {None, "DAMKAR"}

    def test_is_not_what_only_a_hint_says(self) -> None:
        assert not ROUTER.decide("asap").urgent

    def test_is_seen_by_a_classifier_where_no_phrase_says_so(self) -> None:
        decision = TRAINED.decide("api membesar, ada api")
        assert (decision.agency, decision.topic, decision.urgent) == ("DAMKAR", "api", True)


class TestLaw:
    ROUTER = Router(
        replace(
            of(*CATALOGUE.agencies.keys() - {"DISHUB"}),
            laws=(
                (parse_phrase("jalan margonda"), Topic("", "PLN", "", ())),
                (parse_phrase("jalan margonda + sampah"), CATALOGUE.topics[3]),
                (parse_phrase("tiket"), Topic("", "DISHUB", "", ())),
                (parse_phrase("stasiun"), Topic("", "KAI", "", ())),
            ),
        )
    )

    def test_wins_over_everything_and_says_so(self) -> None:
        decision = self.ROUTER.decide("jalan margonda rusak berlubang, aspal")
        assert (decision.agency, decision.topic, decision.confidence) == ("PLN", None, 1.0)
        assert decision.reasons == ('Aturan daerah: "jalan margonda" selalu ke Pln.',)
        assert [each.agency for each in decision.alternatives] == ["PLN"]

    def test_that_is_longer_wins_over_a_shorter_and_brings_its_topic(self) -> None:
        decision = self.ROUTER.decide("di jalan margonda ada sampah")
        assert (decision.agency, decision.topic) == ("DAMKAR", "api")

    @pytest.mark.parametrize("accused", ["pln", "damkar"])
    def test_does_not_take_an_accusation_from_the_watchdog(self, accused: str) -> None:
        assert self.ROUTER.decide(f"jalan margonda, petugas {accused} minta uang").agency == "INSPEKTORAT"

    def test_sends_to_a_body_and_never_danger(self) -> None:
        assert self.ROUTER.decide("stasiun kotor").body == "KAI"
        decision = self.ROUTER.decide("stasiun kebakaran hebat")
        assert (decision.agency, decision.body, decision.urgent) == ("DAMKAR", None, True)

    def test_does_not_win_over_danger_of_which_it_does_not_speak(self) -> None:
        decision = self.ROUTER.decide("kebakaran di jalan margonda")
        assert (decision.agency, decision.urgent) == ("DAMKAR", True)

    def test_that_speaks_of_the_danger_wins_over_it(self) -> None:
        laws = ((parse_phrase("kebakaran + margonda"), Topic("", "PLN", "", ())),)
        decision = Router(replace(CATALOGUE, laws=laws)).decide("kebakaran di margonda")
        assert (decision.agency, decision.urgent, decision.alerted) == ("PLN", True, "DAMKAR")

    def test_that_leads_to_an_agency_that_is_not_there_gives_nobody(self) -> None:
        decision = self.ROUTER.decide("tiket")
        assert (decision.agency, decision.alternatives) == (None, ())

    def test_does_not_touch_other_texts(self) -> None:
        assert self.ROUTER.decide("jalan rusak, aspal").agency == "PUPR"

    def test_that_names_no_topic_guesses_none(self) -> None:
        laws = ((parse_phrase("margonda"), Topic("", "PLN", "", ())),)
        trained = Router(replace(CATALOGUE, laws=laws), Classifier(train(EXAMPLES * 3, Speller({}))))
        assert trained.decide("margonda sampah bau").topic is None


class TestAccusation:
    TEXT = "petugas pln minta uang, listrik mati"

    def test_goes_to_the_watchdog_and_not_to_the_accused(self) -> None:
        decision = ROUTER.decide(self.TEXT)
        assert decision.agency == "INSPEKTORAT"
        assert "PLN" not in [each.agency for each in decision.alternatives]

    def test_says_who_is_accused_and_who_decides(self) -> None:
        assert ROUTER.decide(self.TEXT).reasons[0] == (
            "Yang diadukan adalah orang Pln sendiri, maka tidak dikirim ke sana tetapi diserahkan kepada Inspektorat."
        )

    def test_of_several_names_them_all(self) -> None:
        decision = ROUTER.decide("korupsi dinas lh, petugas pln minta uang")
        assert decision.agency == "INSPEKTORAT"
        assert "orang Dlh, Pln sendiri" in decision.reasons[0]

    @pytest.mark.parametrize("threshold", [0.0, 0.6])
    def test_never_lets_the_accused_have_it(self, threshold: float) -> None:
        router = Router(of("PLN", "PUPR"), threshold=threshold)
        assert router.decide(self.TEXT).agency != "PLN"

    def test_of_the_watchdog_goes_to_triage(self) -> None:
        decision = ROUTER.decide("korupsi inspektorat")
        assert decision.agency is None
        assert decision.reasons[0].endswith("tidak dikirim ke sana tetapi diputuskan petugas.")

    def test_goes_to_triage_where_there_is_no_watchdog(self) -> None:
        decision = Router(of(*CATALOGUE.agencies.keys() - {"INSPEKTORAT"})).decide(self.TEXT)
        assert decision.agency is None
        assert decision.reasons[0].endswith("tidak dikirim ke sana tetapi diputuskan petugas.")


class TestOutOfScope:
    SURE = "tiket kereta, kereta telat lagi terus, tiket kereta"

    def test_is_told_with_the_body_in_charge(self) -> None:
        decision = ROUTER.decide(self.SURE)
        assert (decision.agency, decision.body, decision.topic) == (None, "KAI", "kereta")
        assert decision.confidence >= 0.9

    def test_is_not_told_on_a_single_phrase_that_leaves_doubt(self) -> None:
        decision = ROUTER.decide("tiket kereta")
        assert (decision.agency, decision.body, decision.topic) == (None, None, None)
        assert decision.reasons[-1] == "Ini tampaknya urusan KAI, bukan instansi daerah ini; petugas memastikan dulu."

    def test_is_not_told_on_the_classifiers_word_alone(self) -> None:
        decision = TRAINED.decide("stasiun penuh stasiun")
        assert (decision.agency, decision.body) == (None, None)

    def test_is_never_offered_to_an_officer_as_an_agency(self) -> None:
        assert "KAI" not in [each.agency for each in ROUTER.decide(self.SURE).alternatives]

    def test_is_not_told_where_a_phrase_of_somebody_here_is_met(self) -> None:
        assert ROUTER.decide(f"{self.SURE}, lampu merah").body is None

    def test_is_not_told_where_a_clause_alone_is_for_somebody_here(self) -> None:
        sure = "tiket kereta, kereta telat lagi terus, tiket kereta, stasiun penuh, tiket stasiun"
        assert TRAINED.decide(sure).body == "KAI"
        assert TRAINED.decide(f"{sure}, bak penuh kotor bau tumpukan").body is None

    def test_does_not_send_danger_away(self) -> None:
        decision = ROUTER.decide(f"{self.SURE}, kebakaran")
        assert (decision.agency, decision.body, decision.urgent) == ("DAMKAR", None, True)


def test_a_phrase_counts_for_an_agency_of_which_the_classifier_has_learned_nothing() -> None:
    examples = [each for each in EXAMPLES if each.group != "PUPR"] * 3
    assert Router(CATALOGUE, Classifier(train(examples, Speller({})))).decide("jalan rusak, aspal").agency == "PUPR"


class TestWithoutTheAgency:
    def test_its_matter_goes_to_nobody_else(self) -> None:
        decision = Router(of("PUPR", "DLH")).decide("listrik mati, lampu mati, sampah")
        assert (decision.agency, decision.body) == (None, None)
        assert [each.agency for each in decision.alternatives] == ["DLH", "PUPR"]
        assert decision.reasons[-1] == "Ini tampaknya urusan PLN, bukan instansi daerah ini; petugas memastikan dulu."


WORDS = st.sampled_from(
    [
        *["jalan", "jln2", "rusak", "aspal", "lampu", "merah", "mati", "listrik", "tiket", "kereta", "sampah", "bau"],
        *["kebakaran", "hebat", "banjir", "naik", "asap"],
        *["petugas", "oknum", "minta", "uang", "korupsi", "pungli", "pln", "damkar", "inspektorat"],
        *[",", "😀", "\x00"],
    ]
)
ANY_TEXT = st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join))


@pytest.mark.parametrize("router", [ROUTER, TRAINED], ids=["rules", "classifier"])
@given(text=ANY_TEXT)
def test_every_text_is_answered_consistently(router: Router, text: str) -> None:
    decision = router.decide(text)
    check(decision)
    assert decision == router.decide(text)


@given(ANY_TEXT, st.frozensets(st.sampled_from(sorted(CATALOGUE.agencies)), min_size=1))
def test_no_text_goes_to_an_agency_that_the_region_lacks(text: str, agencies: frozenset[str]) -> None:
    decision = Router(of(*agencies)).decide(text)
    check(decision)
    assert {decision.agency} <= {None, *agencies}
    assert {each.agency for each in decision.alternatives} <= agencies


def check(decision: Decision) -> None:
    """Check what holds for each decision, whatever the text."""
    confidences = [each.confidence for each in decision.alternatives if each.agency != decision.agency]
    assert confidences == sorted(confidences, reverse=True)
    assert len(decision.alternatives) <= OFFERED
    assert 0 <= decision.confidence <= 1
    assert decision.reasons
    assert all(decision.reasons)
    assert not (decision.agency and decision.body)
    if decision.agency:
        assert decision.alternatives[0] == Alternative(decision.agency, decision.confidence)
        assert decision.urgent or decision.confidence >= 0.6
    if decision.body:
        assert decision.confidence >= 0.9
    if decision.topic:
        assert decision.agency or decision.body
