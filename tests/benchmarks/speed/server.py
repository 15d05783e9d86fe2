"""A peer behind one route, as Pincite is: `python -m tests.benchmarks.speed.server NAME WORK PORT`.

It gives the passages alone: no answer, no citations.
"""

import json
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from tests.benchmarks.peers import model_folder, peer_class


class Body(BaseModel):
    question: str
    top_k: int


def main(name: str, work: Path, port: int) -> None:
    peer = peer_class(name).load(model_folder(), work / name)
    texts = json.loads((work / "collection.json").read_text("utf-8"))["texts"]
    app = FastAPI()

    # Plain `def`, as the documentation of FastAPI advises for work that blocks.
    @app.post("/v1/ask")
    def ask(body: Body) -> dict[str, list[str]]:
        return {"passages": [texts[row] for row in peer.search(body.question, body.top_k)]}

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
