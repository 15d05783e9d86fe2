"""How torch and the libraries around it run here: quietly, on the threads that are set."""

import logging

import torch
from transformers.utils import logging as transformers_logging

from index.threads import usable_cores


def prepare(threads: int) -> None:
    """Call before a model is loaded. threads: 0 takes one for each core that may be used."""
    # What they say of a model is for its makers; what a user must know, an error says.
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    torch.set_num_threads(threads or usable_cores())
