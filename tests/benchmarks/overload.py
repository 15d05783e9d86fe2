"""`python -m tests.benchmarks.overload PORT EVAL_SET`: four times what a server can answer.

PORT: of a server on this machine. EVAL_SET: a folder in BEIR layout, whose questions are asked.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.speed.load import load
from tests.benchmarks.speed.open_loop import Found, ask_at

CLIENTS = 16  # enough to keep every core busy, and fewer than would be refused
TIMES = 4


@dataclass(frozen=True, slots=True)
class Overload:
    """capacity: answers a second to clients that wait for them. half, over, after: what came of
    half as many, of TIMES as many, and of half as many again right after that.
    """

    capacity: float
    half: Found
    over: Found
    after: Found

    @property
    def refused_share(self) -> float:
        replies = self.over.replies
        return sum(reply.status == 503 for reply in replies) / len(replies)


def overload(port: int, questions: list[str], seconds: float) -> Overload:
    """Measure, each part for so many seconds."""
    load(port, questions, CLIENTS, seconds / 2)  # what is prepared once is, and every cache is full
    capacity = load(port, questions, CLIENTS, seconds).rate
    half = ask_at(port, questions, capacity / 2, seconds)
    over = ask_at(port, questions, capacity * TIMES, seconds)
    return Overload(capacity, half, over, ask_at(port, questions, capacity / 2, seconds))


def percentile(values: list[float], share: float) -> float:
    """Of values in order; the nearest."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def table(found: Overload) -> str:
    """For a person, in Markdown."""
    lines = [
        f"{found.capacity:.0f} answers a second to {CLIENTS} clients.",
        "",
        "| offered | answered a second | p50 ms | p99 ms | refused | refused p99 ms | "
        "health p99 ms | failed |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, part in (
        ("half of that", found.half),
        (f"{TIMES} times that", found.over),
        ("half of it again", found.after),
    ):
        answered, refused = part.ms(200), part.ms(503)
        health = sorted(reply.ms for reply in part.health)
        lines.append(
            f"| {name} | {part.rate(200):.0f} | {percentile(answered, 0.5):.0f} | "
            f"{percentile(answered, 0.99):.0f} | {len(refused) / len(part.replies):.0%} | "
            f"{percentile(refused, 0.99):.0f} | {percentile(health, 0.99):.0f} | "
            f"{sum(reply.status not in (200, 503) for reply in part.replies)} |"
        )
    return "\n".join(lines)


def main(port: int, folder: Path) -> None:
    lines = (folder / "queries.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["text"] for line in lines]
    sys.stdout.write(table(overload(port, questions, seconds=20)) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
