"""Sets up torch and the libraries around it: quiet, on the threads that the settings allow."""

import logging

import torch
from transformers.utils import logging as transformers_logging

from index.threads import usable_cores


def prepare(threads: int) -> None:
    """Set up torch, before a model is loaded. threads: 0 is one for each core that may be used."""
    # What they log about a model is for its makers. What a user must know is in an error.
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    torch.set_num_threads(threads or usable_cores())
