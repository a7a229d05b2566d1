"""Binds to SMSCs that others have written: Kannel's test SMSC (Debian's kannel-extras) and node-smpp."""

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sms.codec import split
from sms.message import Delivery, Outcome, Segment
from tests.smsd.transports.smpp_ears import CITIZEN, Ears, bound

DRIVE_SMPP = Path("/usr/lib/kannel/test/drive_smpp")
NODE = Path(__file__).parents[2] / "peers" / "node"
_BEARERBOX = 13001
"""Where Kannel's test SMSC looks for a bearerbox, on top of the SMPP that it speaks with us."""
_COUNT = 200

needs_kannel = pytest.mark.skipif(not DRIVE_SMPP.exists(), reason="apt install kannel-extras")
needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules").exists(), reason="npm ci in tests/peers/node"
)


class Peer:
    """An SMSC in a process of its own: its port, and what it has said."""

    def __init__(self, command: list[str], port: int = 0, cwd: Path | None = None) -> None:
        self.port = port
        self.said: list[str] = []
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=cwd
        )
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._changed:
                self.said.append(line.strip())
                self._changed.notify_all()

    def until(self, holds: Callable[[], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(holds, 30), self.said

    def tell(self, what: dict) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def events(self, kind: str) -> list[dict]:
        return [event for line in self.said[1:] if (event := json.loads(line))["event"] == kind]

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


@contextmanager
def _bearerbox() -> Iterator[None]:
    """Let the test SMSC connect to what it takes for a bearerbox, which says nothing."""
    with socket.create_server(("127.0.0.1", _BEARERBOX)) as box:
        connected: list[socket.socket] = []
        thread = threading.Thread(target=lambda: connected.append(box.accept()[0]))
        thread.start()
        yield
        thread.join()
        connected[0].close()


@needs_kannel
def test_kannels_smsc_hands_over_and_is_given_everything() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with _bearerbox():
        peer = Peer([str(DRIVE_SMPP), "-v", "1", "-p", str(port), "-m", str(_COUNT)], port)
        try:
            peer.until(lambda: any("Starting" in line for line in peer.said))
            with bound(peer, bind="tx+rx", window=20) as ears:
                for number in range(_COUNT):
                    ears.until(lambda number=number: len(ears.parts) > number)
                    ears.acknowledge(ears.parts[number].handle)
                    ears.send(number)
                for number in range(_COUNT):
                    assert ears.became(number) == [Outcome.ACCEPTED]
                assert sorted(int(part.text) for part in ears.parts) == list(range(1, _COUNT + 1))
                peer.until(lambda: any("ESME has submitted all messages to SMSC" in line for line in peer.said))
        finally:
            peer.end()


@pytest.fixture
def node() -> Iterator[Peer]:
    peer = Peer(["node", "smsc.js"], cwd=NODE)
    peer.until(lambda: peer.said)
    peer.port = int(peer.said[0])
    yield peer
    peer.end()


@needs_node
def test_node_smpp_hands_over_texts_of_every_alphabet_and_hears_when_they_are_durable(node) -> None:
    texts = ["jalan rusak di gang 5", "[harga] 5€ ~ {x}", "jalan 🚧 rusak sekali"]
    with bound(node) as ears:
        for number, text in enumerate(texts):
            node.tell({"from": f"62811100001{number:02}", "text": text})
        ears.until(lambda: len(ears.parts) == len(texts))
        assert [(part.sender, part.text) for part in ears.parts] == [
            (f"+62811100001{number:02}", text) for number, text in enumerate(texts)
        ]
        node.tell({"enquire": True})
        node.until(lambda: node.events("alive"))
        assert node.events("acknowledged") == []
        ears.acknowledge(*(part.handle for part in ears.parts))
        node.until(lambda: len(node.events("acknowledged")) == len(texts))
        assert [event["status"] for event in node.events("acknowledged")] == [0] * len(texts)
        node.tell({"from": CITIZEN[1:], "text": "bagian", "udh": "050003070201"})
        ears.until(lambda: len(ears.parts) == len(texts) + 1)
        part = ears.parts[-1]
        assert (part.reference, part.total, part.sequence, part.text) == (7, 2, 1, "bagian")
    node.until(lambda: node.events("unbound"))
    assert node.events("bound")[0]["version"] == 0x34
    assert node.events("error") == []


@needs_node
@pytest.mark.parametrize("text", ["Laporan 13 diterima", "harga 5€ [a]", "jalan 🚧 rusak", "x" * 400, "é🚧" * 100])
def test_node_smpp_reads_what_it_is_given_and_its_receipts_are_understood(node, text: str) -> None:
    cut = split(text)
    segments = [
        Segment(f"1-{place}", CITIZEN, each, place, len(cut.parts), 77, cut.unicode)
        for place, each in enumerate(cut.parts, 1)
    ]
    with bound(node) as ears:
        ears.submit(1, segments)
        assert ears.became(1) == [Outcome.ACCEPTED] * len(segments)
        ears.until(lambda: len(ears.reports) == len(segments))
    submitted = node.events("submitted")
    assert "".join(event["text"] for event in submitted) == text
    assert {(event["from"], event["to"], event["receipt"]) for event in submitted} == {("1708", CITIZEN[1:], 1)}
    if len(segments) > 1:
        places = [[f"4d{len(segments):02x}{place:02x}"] for place in range(1, len(segments) + 1)]
        assert [[element[-6:] for element in event["udh"]] for event in submitted] == places
    for outcome, report in zip(ears.outcomes[1], ears.reports, strict=True):
        assert outcome.message_id in report.message_ids
        assert report.message_ids[0] != outcome.message_id
        assert (report.status, report.recipient) == (Delivery.DELIVERED, CITIZEN)


@needs_node
def test_node_smpp_refuses_who_has_another_password(node) -> None:
    ears = Ears(node, password="salah")
    ears.start()
    ears.until(lambda: "denied" in ears.news)
    ears.stop()
    assert "ESME_RINVPASWD" in ears.states[-1][1]
