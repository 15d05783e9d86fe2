"""Makes a small multilingual encoder with random weights: `python -m … FOLDER WINDOW < TEXTS`.

It is built as the usual ones are, but for its size: XLM-RoBERTa with mean pooling, and a Unigram
tokenizer that makes the blank before a word part of the word.
"""

import sys
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

_SPECIAL = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
_IDS = {"bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2}
_SIZE = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}


def _tokenizer(texts: list[str]) -> PreTrainedTokenizerFast:
    words = Tokenizer(models.Unigram())
    words.normalizer = normalizers.NFKC()
    words.pre_tokenizer = pre_tokenizers.Metaspace()
    special = [*_SPECIAL.values()]
    trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=special, unk_token="<unk>")
    words.train_from_iterator(texts, trainer)
    words.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return PreTrainedTokenizerFast(tokenizer_object=words, **_SPECIAL)


def main(folder: Path, window: int, texts: list[str]) -> None:
    torch.manual_seed(7)
    tokenizer = _tokenizer(texts)
    sizes = {**_SIZE, "intermediate_size": 32, "max_position_embeddings": window + 30}
    config = XLMRobertaConfig(vocab_size=len(tokenizer), type_vocab_size=1, **_IDS, **sizes)
    XLMRobertaModel(config).save_pretrained(folder / "bare")
    tokenizer.save_pretrained(folder / "bare")
    transformer = modules.Transformer(str(folder / "bare"), max_seq_length=window)
    parts = [transformer, modules.Pooling(32, pooling_mode="mean")]
    SentenceTransformer(modules=parts, device="cpu").save(str(folder / "multilingual"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.stdin.read().splitlines())
