import json

import pytest

from tests.benchmarks.parts import parts_of, table
from tests.benchmarks.speed.load import Load


def body(**ms: float) -> bytes:
    return json.dumps({"timings_ms": {**ms, "total": sum(ms.values())}}).encode()


def test_what_the_server_does_not_account_for_is_http() -> None:
    bodies = [body(wait=1.0, encode=4.0, answer=3.0), body(wait=3.0, encode=6.0, answer=1.0)]
    asked = Load(ms=[10.0, 14.0], bodies=bodies, seconds=0.5)
    found = parts_of(2, asked, cpu_s=0.016)
    assert found.ms == {"wait": 2.0, "encode": 5.0, "answer": 2.0, "HTTP": 3.0}
    assert (found.whole, found.rate, found.cpu_ms) == (12.0, 4.0, 8.0)
    lines = table([found]).splitlines()
    assert lines[0] == "| | 2 clients |"
    assert "| encode, ms | 5.00 (42%) |" in lines
    assert "| HTTP, ms | 3.00 (25%) |" in lines
    assert "| processor time, ms | 8.0 |" in lines


def test_without_an_answer_there_is_nothing_to_tell() -> None:
    with pytest.raises(ValueError, match="no answer: 503"):
        parts_of(4, Load(failed=3, reason="503"), cpu_s=1.0)
