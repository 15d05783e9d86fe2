"""`python -m tests.service.reading.in_torch`: what the shipped reader's network says in torch.

Writes the logits of the questions in `parity.jsonl` anew, as is needed once after other weights are
shipped. It runs the network that the export is made from, in float32, without the export.
"""

import json
import sys
from pathlib import Path
from typing import Any

import torch

from index.encoder.model import check_default, default_folder
from index.encoder.onnx import TOKENIZER_FILE
from index.encoder.tokens import TextTokenizer
from index.records import Span
from service.reading.loading import WEIGHTS_FILE
from service.reading.network import ReaderNetwork, load_network
from service.reading.pair import pair_of

PARITY = Path(__file__).with_name("parity.jsonl")
_WEIGHTS = Path(__file__).parents[3] / "service" / "reading" / "model" / WEIGHTS_FILE


def main() -> int:
    folder = default_folder()
    check_default(folder)
    network = load_network(folder, _WEIGHTS)
    tokenizer = TextTokenizer(folder / TOKENIZER_FILE)
    lines = [json.loads(line) for line in PARITY.read_text("utf-8").splitlines()]
    told = [json.dumps(line | _logits(network, tokenizer, line)) + "\n" for line in lines]
    PARITY.write_text("".join(told), "utf-8")
    return 0


@torch.no_grad()
def _logits(
    network: ReaderNetwork, tokenizer: TextTokenizer, line: dict[str, Any]
) -> dict[str, list[float]]:
    """Return the logits of the sentences of a passage, all of which are in the window."""
    question, passage = tokenizer.encode([line["question"], line["passage"]])
    pair = pair_of(question, passage, [Span(*sentence) for sentence in line["sentences"]])
    ids, types = torch.tensor(pair.ids)[None], torch.tensor(pair.types)[None]
    pool = torch.zeros(len(pair.sentences), len(pair.ids))
    for row, (start, end) in enumerate(pair.sentences.tolist()):
        pool[row, start:end] = 1 / (end - start)
    tokens, sentences = network(network.transformer.get_input_embeddings()(ids), types, pool)
    spans = []
    for start, end in pair.sentences.tolist():
        # The first token of a short answer by the last: none ends before it begins.
        both = tokens[start:end, :1] + tokens[start:end, 1] - tokens[0].sum()
        possible = torch.triu(torch.ones_like(both)).bool()
        spans.append(float(both[possible].max()))
    found = {"sentence_logits": sentences.tolist(), "span_logits": spans}
    return {name: [round(logit, 4) for logit in logits] for name, logits in found.items()}


if __name__ == "__main__":
    sys.exit(main())
