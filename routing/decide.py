"""Which agency a complaint goes to, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from config.topics import Catalogue
from routing.accused import Accusations
from routing.claims import Claim, claims
from routing.classifier import OFFERED, Classifier
from routing.clauses import Clauses
from routing.danger import Alarm
from routing.features import Features
from routing.grams import Speller
from routing.guesses import Guess, Guesses
from routing.landmarks import Landmarks
from routing.place import Place
from routing.places import Gazetteer, leveled
from routing.reasons import Reasons
from routing.rules import Hit, Rules

_LOOKED_AT = 8
"""Of how many agencies and bodies the probability is looked at; those after have none to speak of."""
_RULE_WEIGHT = 1.6
"""By e to so much a unit of the rules' evidence multiplies what the classifier holds likely."""
_DOUBT = 1e-4
"""The least probability that the classifier gives to anybody: rules can always overrule it."""
_AWAY = 0.9
"""How sure it must be that nobody here is in charge: to send a citizen away wrongly is worse than to ask."""
_ACCUSED = 400.0
"""What an accusation of an office's own people multiplies for the office that receives such complaints."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """An agency that it may be, with the probability that it is."""

    agency: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a complaint goes. `agency` None: not sure enough, or nobody here is in charge; an officer decides.

    `confidence`, 0 to 1, is the probability that the best agency is the right one, decided or not. `alternatives` are
    up to three: the one decided for, then the likeliest. `reasons` are sentences for an officer. `urgent`: the text
    tells of danger to life, whatever agency takes it; `alerted` is who has to hear of that too. `body` is the code of
    who is in charge if surely nobody here is. `model` is the version of the classifier, empty without one; `places` are
    those that the text names. `accused` are the agencies whose own people it accuses, by code.
    """

    agency: str | None
    topic: str | None
    confidence: float
    alternatives: tuple[Alternative, ...]
    reasons: tuple[str, ...]
    urgent: bool
    alerted: str | None = None
    body: str | None = None
    model: str = ""
    places: tuple[Place, ...] = ()
    accused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _View:
    """A text as it was read for the rules and, without its places, for the classifier, and what each says.

    `takers` are in charge of the danger that it tells of; none: there is no danger.
    """

    text: str
    features: Features
    hits: Sequence[Hit]
    claims: Mapping[str, Claim]
    accused: frozenset[str]
    guess: Guess
    places: tuple[Place, ...]
    takers: tuple[str, ...]


class Router:
    """The rules of a catalogue and a classifier, built once; `decide` is cheap and always answers a text the same.

    Topics of agencies that the catalogue does not have still count, so that what another government must do does not go
    to whoever comes near, but are never decided for. `threshold` is the confidence from which a complaint goes to an
    agency without an officer. Without a classifier rules decide alone. What the `gazetteer` finds says where, not what:
    the classifier does not see it. `speller` reads texts for it; if that adds hints, who hints tells of danger too, for
    the classifier may not have learned what it is.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        classifier: Classifier | None = None,
        *,
        threshold: float = 0.6,
        gazetteer: Gazetteer | None = None,
        speller: Speller | None = None,
    ) -> None:
        self._agencies = frozenset(catalogue.agencies)
        self._bodies = catalogue.bodies
        self._threshold = threshold
        self._accusations = Accusations(catalogue.accusations, catalogue.words.spellings)
        self._rules = Rules(catalogue, self._accusations.words())
        self._speller = speller or Speller(catalogue.words.spellings, Landmarks(catalogue.words))
        self._reasons = Reasons(catalogue, classifier)
        self._gazetteer = gazetteer
        self._guesses = Guesses(catalogue, classifier, self._speller.hinting)
        self._clauses = Clauses(catalogue.words.between)
        self._alarm = Alarm(self._rules, self._speller, self._guesses, self._clauses)

    def decide(self, text: str) -> Decision:
        """Decide where a text goes; any text is answered."""
        view = self._view(text)
        law = None if view.accused else self._rules.law(view.features)
        return self._by_law(view, law) if law and self._holds(law, view) else self._weigh(view)

    def _view(self, text: str) -> _View:
        """Read a text."""
        features = self._rules.read(text)
        hits = self._rules.hits(features)
        places = self._gazetteer.find(text) if self._gazetteer else ()
        rest = _without(places, text)
        guess = self._guesses.guess(self._speller.words(rest))
        takers = self._alarm.takers(rest, features, hits, guess.danger)
        return _View(rest, features, hits, claims(hits), self._accusations.accused(features), guess, places, takers)

    def _holds(self, law: Hit, view: _View) -> bool:
        """Tell whether the region's phrase decides: where lives are in danger, only one that speaks of the danger."""
        danger = [hit.mask for hit in view.hits if hit.topic.urgent and not hit.hint]
        speaks_of_it = law.topic.urgent or any(mask & law.mask for mask in danger)
        return not view.takers or (speaks_of_it and law.topic.agency in self._agencies)

    def _by_law(self, view: _View, law: Hit) -> Decision:
        """Decide as the region has laid down, whatever else speaks against it."""
        owner = law.topic.agency
        agency = owner if owner in self._agencies else None
        alerted = self._also(view, agency)
        return Decision(
            agency=agency,
            topic=law.topic.code or None,
            confidence=1.0,
            alternatives=(Alternative(agency, 1.0),) if agency else (),
            reasons=(self._reasons.law(law, view.features), *self._reasons.alerted(alerted)),
            urgent=bool(view.takers),
            alerted=alerted,
            body=owner if owner in self._bodies else None,
            model=self._guesses.version,
            places=view.places,
        )

    def _weigh(self, view: _View) -> Decision:
        """Decide by what rules and classifier say together."""
        chances = self._chances(view)
        best = next(iter(chances))
        nobody = bool(view.accused) and self._watchdog(view) is None
        agency = best if best in self._agencies and chances[best] >= self._threshold and not nobody else None
        if view.takers and (agency is None or view.accused):
            agency = self._rescuer(view) or agency or self._anybody(view)
        body = best if agency is None and self._is_away(best, view, chances) else None
        own = [name for name in dict.fromkeys([agency or best, *chances]) if name in self._agencies][:OFFERED]
        topic = self._topic(view, agency or body)
        return Decision(
            agency=agency,
            topic=topic,
            confidence=round(chances.get(agency or best, 0.0), 3),
            alternatives=tuple(Alternative(name, round(chances.get(name, 0.0), 3)) for name in own),
            reasons=tuple(self._say(view, chances, agency or body, topic)),
            urgent=bool(view.takers),
            alerted=self._also(view, agency),
            body=body,
            model=self._guesses.version,
            places=view.places,
            accused=tuple(sorted(view.accused)),
        )

    def _chances(self, view: _View) -> dict[str, float]:
        """Give the probability of the likeliest agencies and bodies, best first: the classifier's, shifted by rules."""
        raised, place = np.add(view.guess.owners, _DOUBT, dtype=np.float64), self._guesses.place
        for name, claim in view.claims.items():
            if name in self._guesses.unlearned:
                raised[place[name]] = 1 / len(raised)
            raised[place[name]] *= exp(_RULE_WEIGHT * claim.evidence)
        watchdog = self._watchdog(view)
        if watchdog:
            raised[place[watchdog]] *= _ACCUSED
        for name in view.accused:
            if name in place:
                raised[place[name]] = 0
        chances = raised / raised.sum()
        best = np.argsort(-chances, kind="stable")[:_LOOKED_AT].tolist()
        return {self._guesses.names[at]: float(chances[at]) for at in best if chances[at] > 0}

    def _watchdog(self, view: _View) -> str | None:
        """Give who receives complaints about offices, if this is one and they are not accused themselves."""
        watchdog = self._accusations.watchdog
        return watchdog if view.accused and watchdog in self._agencies - view.accused else None

    def _rescuer(self, view: _View) -> str | None:
        """Choose who is in charge of the danger and here, and is not accused."""
        return self._first(view.takers, view)

    def _anybody(self, view: _View) -> str | None:
        """Choose the likeliest of all who have urgent topics, where those in charge are not here or are accused."""
        return self._first([*view.guess.danger.takers(0), *sorted(self._guesses.in_danger)], view)

    def _first(self, names: Iterable[str], view: _View) -> str | None:
        return next((name for name in names if name in self._agencies - view.accused), None)

    def _also(self, view: _View, agency: str | None) -> str | None:
        """Choose who is told too, if the complaint is another's but the danger is theirs."""
        if agency is None or not view.takers or agency in view.takers:
            return None
        return self._rescuer(view) or (self._anybody(view) if view.accused else None)

    def _is_away(self, body: str, view: _View, chances: Mapping[str, float]) -> bool:
        """Tell whether surely nobody here is in charge: no phrase of anybody's here is met, nor is a clause theirs."""
        if view.takers or body not in self._bodies or body not in view.claims or chances[body] < _AWAY:
            return False
        if any(not hit.hint for name in view.claims.keys() & self._agencies for hit in view.claims[name].hits):
            return False
        return not any(map(self._is_ours, self._clauses.of(view.text)))

    def _is_ours(self, clause: str) -> bool:
        chances = self._chances(self._view(clause))
        best = next(iter(chances))
        return best in self._agencies and chances[best] >= self._threshold

    def _topic(self, view: _View, owner: str | None) -> str | None:
        """Choose the topic: that of the strongest phrase, else what the classifier holds likeliest."""
        if owner is None:
            return None
        claim = view.claims.get(owner)
        certain = claim.hits[0] if claim and not claim.hits[0].hint else None
        return certain.topic.code if certain else self._guesses.topic_of(view.guess, owner)

    def _say(self, view: _View, chances: Mapping[str, float], chosen: str | None, topic: str | None) -> Iterator[str]:
        """Say what spoke for the best, and if nobody was chosen, why not."""
        if view.accused:
            yield self._reasons.accused(sorted(view.accused), chosen)
        for name in [chosen] if chosen else list(chances)[:2]:
            if name in view.claims:
                yield from self._reasons.phrases(view.claims[name], view.features)
            about = self._guesses.topics.get(topic or self._guesses.topic_of(view.guess, name) or "")
            yield from self._reasons.likeness(view.guess.read, about, name, chances.get(name, 0.0))
        if chosen is None and not view.accused:
            yield self._reasons.doubt(chances, self._agencies)
        elif chosen and view.takers and chances.get(chosen, 0.0) < self._threshold:
            yield self._reasons.urgent(chosen)
        yield from self._reasons.alerted(self._also(view, chosen))


def _without(places: Sequence[Place], text: str) -> str:
    """Take the places out of a text."""
    if not places:
        return text
    level, rest = leveled(text), []
    end = 0
    for start, until in sorted(span for place in places for span in place.spans):
        rest.append(level[end:start])
        end = max(end, until)
    return " ".join((*rest, level[end:]))
