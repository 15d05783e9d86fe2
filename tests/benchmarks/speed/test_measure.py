"""The machinery of the timing, with toy pieces; what it measures is never judged here."""

import http.server
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.records import RawDocument
from service.settings import Settings
from tests.benchmarks.collection import Collection
from tests.benchmarks.flops import Shape
from tests.benchmarks.report import speed_table
from tests.benchmarks.speed.load import load
from tests.benchmarks.speed.process import Died, free_port, serving
from tests.benchmarks.speed.timings import Limit, Served, Speed, Timings, quantities


def test_the_operations_of_a_tiny_encoder_are_those_counted_by_hand() -> None:
    # Two tokens of width 4, through one layer with an inner width of 8.
    projections = 4 * (2 * 4 * 4) * 2  # query, key, value, output: 2 x 4 times 4 x 4, two each
    attention = 2 * (2 * 4 * 2) * 2  # 2 x 4 times 4 x 2, then 2 x 2 times 2 x 4
    feed_forward = 2 * (2 * 4 * 8) * 2
    one_layer = projections + attention + feed_forward
    assert one_layer == 256 + 64 + 256
    assert Shape(layers=1, width=4, inner=8).operations(2) == one_layer
    assert Shape(layers=6, width=4, inner=8).operations(2) == 6 * one_layer


def test_the_shape_is_read_from_the_model(tmp_path: Path) -> None:
    config = {"num_hidden_layers": 6, "hidden_size": 384, "intermediate_size": 1536}
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    assert Shape.of(tmp_path) == Shape(layers=6, width=384, inner=1536)


def test_the_first_documents_come_with_their_passages_alone() -> None:
    documents = [RawDocument(name, f"text {name}") for name in "abc"]
    whole = Collection("toy", documents, ["a1", "b1", "b2", "c1"], [*"abbc"], [], Settings.load())
    part = whole.first(2)
    assert [document.document_id for document in part.documents] == ["a", "b"]
    assert (part.texts, part.owners) == (["a1", "b1", "b2"], ["a", "b", "b"])
    assert whole.first(None).texts == whole.texts


class _Route(http.server.BaseHTTPRequestHandler):
    """Answers every question but one, and one only when it comes again; remembers them all."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(body["question"])
        busy = body["question"] == "at a bad time" and self.asked.count(body["question"]) == 1
        self.send_response(503 if busy else 500 if body["question"] == "the bad one" else 200)
        if busy:
            self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def route() -> Iterator[tuple[int, list[str]]]:
    handler = type("Handler", (_Route,), {"asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, handler.asked
        server.shutdown()
        thread.join()


def test_clients_ask_each_question_once_and_count_what_failed(
    route: tuple[int, list[str]],
) -> None:
    port, asked = route
    questions = [f"question {number}" for number in range(30)]
    found = load(port, [*questions, "the bad one"], clients=4, seconds=30)
    assert sorted(asked) == sorted([*questions, "the bad one"])
    assert (len(found.ms), found.failed) == (30, 1)
    assert found.reason == "500 {}"
    assert found.rate == pytest.approx(30 / found.seconds)


def test_a_client_that_is_told_to_come_back_does(route: tuple[int, list[str]]) -> None:
    port, asked = route
    found = load(port, ["at a bad time"], clients=1, seconds=30)
    assert asked == ["at a bad time"] * 2
    assert (len(found.ms), found.refused, found.failed) == (1, 1, 0)


def test_a_server_that_ends_is_told_by_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such index')"]
    with (
        pytest.raises(Died, match="no such index"),
        serving(command, free_port(), "any", tmp_path / "log"),
    ):
        pytest.fail("it never answers")


def _timings(title: str, seconds: list[float], ms: list[float], rate: float) -> Timings:
    served = {4: [Served(rate=rate, p50=1.0, p95=2.0, answers=10)]}
    return Timings(title, f"{title} 1", seconds, ms, served, [2.0], [100.0])


def _speed() -> Speed:
    ours = _timings("Pincite", [10.0, 20.0], [5.0] * 4, 80.0)
    theirs = _timings("Other", [15.0, 40.0], [20.0] * 4, 40.0)
    limit = Limit(operations=9_000_000_000, encode=[6e9, 2e9], matrix=[8e9, 8e9])
    speed = Speed("a machine", "toy", 10, 40, 400, {"pincite": ours, "other": theirs}, limit)
    speed.failed["third"] = "not installed: third"
    return speed


def test_figures_are_compared_within_a_round() -> None:
    speed = _speed()
    ours, theirs = speed.timings.values()
    ratios = {q.label: q.ratio(ours, theirs) for q in quantities(speed)}
    assert ratios["indexing"] == pytest.approx((1.5 + 2.0) / 2)  # by rounds, then the median
    assert ratios["one question, p50"] == pytest.approx(4.0)
    assert ratios["4 clients"] == pytest.approx(2.0)
    assert ratios["over HTTP, p50"] is None  # nobody asked alone
    assert speed.limit.share == pytest.approx(0.5)


def test_the_report_has_a_line_for_each_quantity_and_says_what_is_missing() -> None:
    speed = _speed()
    speed.timings["other"].served[4][0].failed = 3
    speed.timings["other"].served[4][0].reason = "500 a fault"
    speed.timings["pincite"].served[4][0].refused = 2
    lines = speed_table(speed).splitlines()
    assert lines[0] == "| | Pincite | Other |"
    assert "| indexing, passages/s | 3.0 | 1.8 (1.75×) |" in lines
    assert "| one question, p50, ms | 5.0 | 20.0 (4.00×) |" in lines
    assert "| 4 clients, answers/s | 80.0 | 40.0 (2.00×) |" in lines
    assert not any("over HTTP, p50" in line for line in lines)
    assert "Left out: third (not installed: third)." in lines
    assert "Other, 4 clients: 3 replies were no answer (500 a fault)." in lines
    assert "Pincite, 4 clients: told 2 times to come back, which the clients did." in lines
    assert any("at 50% of the machine's float32 rate" in line for line in lines)


def test_a_contestant_that_broke_off_has_no_figure() -> None:
    speed = _speed()
    speed.timings["other"] = Timings("Other", "other 1")
    assert "| indexing, passages/s | 3.0 | - |" in speed_table(speed)


def test_the_figures_are_drawn_also_where_some_are_missing(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from tests.benchmarks.speed.plot import plot

    speed = _speed()
    speed.timings["other"] = Timings("Other", "other 1")
    plot(speed, tmp_path / "speed.png")
    assert (tmp_path / "speed.png").read_bytes().startswith(b"\x89PNG")
