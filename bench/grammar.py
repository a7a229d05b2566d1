"""How fast texts are understood, and how well regions are, with the keywords of all regencies and cities loaded.

    python bench/grammar.py [--random 100000]

The texts of the first lines are those that the routing is trained on, with and without a keyword before them. Slips of
the thumb are made in every place of every name of six letters or more (tests/parsers/typos.py): a name is right if it
alone is understood; Kota and Kabupaten of one name are asked back, and so is a slip that may be two or three names.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from config.places import load_nation  # noqa: E402
from parsers.grammar import parse  # noqa: E402
from parsers.meaning import NOBODY_ASKED, Situation  # noqa: E402
from parsers.reading import Vocabulary  # noqa: E402
from tests.parsers.installations import nation  # noqa: E402
from tests.parsers.random_texts import texts  # noqa: E402
from tests.parsers.typos import typos  # noqa: E402

_EVERY = 5


def _complaints() -> list[str]:
    lines = [line for file in sorted((ROOT / "config/examples").glob("*.tsv")) for line in file.open(encoding="utf-8")]
    said = [line.split("\t", 1)[1].strip() for line in lines[::_EVERY]]
    return [
        *said,
        *(f"hulu sungai tengah {text}" for text in said[:500]),
        *(f"lapor bogor: {text}" for text in said[500:1000]),
    ]


def _timed(them: Iterable[tuple[str, Situation]], vocabulary: Vocabulary) -> list[tuple[float, str]]:
    took: list[tuple[float, str]] = []
    for text, situation in them:
        began = time.process_time()
        parse(text, vocabulary, situation)
        took.append((time.process_time() - began, text))
    return sorted(took)


def _speed(vocabulary: Vocabulary, count: int) -> None:
    complaints = [(text, NOBODY_ASKED) for text in _complaints()]
    for what, them in (("complaints", complaints), ("random texts", list(texts(0, count)))):
        took = _timed(them, vocabulary)
        seconds = [each for each, _ in took]
        print(f"{len(took)} {what}")
        print(f"  median               {statistics.median(seconds) * 1000:.3f} ms")
        print(f"  p99                  {seconds[int(len(seconds) * 0.99)] * 1000:.3f} ms")
        again = max(_timed(((text, NOBODY_ASKED) for _, text in took[-20:] for _ in range(3)), vocabulary))
        print(f"  slowest              {seconds[-1] * 1000:.2f} ms; of the slowest again {again[0] * 1000:.2f} ms")
        print(f"    {len(again[1])} characters: {again[1][:50]!r}")


def _names(vocabulary: Vocabulary, regions: list[str]) -> None:
    right = 0
    for region in regions:
        kind, name = region.lower().split(" ", 1)
        alone, spoken = (parse(f"{text} jalan rusak", vocabulary) for text in (name, f"{kind} {name}"))
        right += region in (alone.candidates or (alone.region,)) and (spoken.region, spoken.candidates) == (region, ())
    print(f"names right            {right} of {len(regions)}")


def _slips(vocabulary: Vocabulary, regions: list[str]) -> None:
    named: dict[str, set[str]] = {}
    for region in regions:
        named.setdefault(region.lower().split(" ", 1)[1], set()).add(region)
    slips = right = asked = 0
    for name, meant in named.items():
        random = Random(name)  # noqa: S311 - the same slips each time
        for typo in typos(name, random) if len(name.replace(" ", "")) >= 6 else ():
            parsed = parse(f"{typo} jalan rusak", vocabulary)
            found = set(parsed.candidates or (parsed.region,)) if parsed.addressed else set()
            slips += 1
            right += found == meant
            asked += meant < found and len(found) <= 3
    print(f"single slips           {slips} in {len(named)} names")
    print(f"  right                {right / slips:.4f}")
    print(f"  right or asked back  {(right + asked) / slips:.4f}")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=100_000, help="so many random texts")
    arguments = parser.parse_args()
    began = time.process_time()
    vocabulary = nation()
    print(f"making the vocabulary  {(time.process_time() - began) * 1000:.0f} ms")
    regions = [region for province in load_nation().provinces for region in province.regencies]
    _names(vocabulary, regions)
    _slips(vocabulary, regions)
    _speed(vocabulary, arguments.random)


if __name__ == "__main__":
    main()
