"""What is thought of a text before it is a complaint: where it belongs, and whether it is one at all."""

from __future__ import annotations

from dataclasses import replace

from routing.decide import Decision, Router
from routing.quality import Grader, Quality

_HARDLY = 0.2
"""Up to which quality an SMS is shown to an officer before an agency: an advertisement, a joke, insults alone."""


def judge(router: Router, grader: Grader, text: str) -> tuple[Decision, Quality]:
    """Decide where a text goes. What is hardly a complaint goes to an officer first; danger is believed."""
    decision, quality = router.decide(text), grader.grade(text)
    if quality.score > _HARDLY or decision.urgent or not decision.agency:
        return decision, quality
    return replace(decision, agency=None, topic=None, reasons=(*quality.reasons, *decision.reasons)), quality
