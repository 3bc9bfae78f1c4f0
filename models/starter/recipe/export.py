"""From a run's weights to a checkpoint that transformers loads, and from that to the conversion that the package uses.

`save_pretrained` leaves Marian's positions out of the file, since it takes them to be sinusoids. Ours are a table of their own;
so the file is written here, with the positions in it, where both transformers and CTranslate2 read them.
"""

import warnings
from pathlib import Path
from typing import Any

from polyglot_news.mt.conversion import convert
from polyglot_news.mt.models_folder import Model
from recipe.files import RecipeError, replacing_in
from recipe.model import Weights, check_vocabulary, read_config, save_start
from recipe.vocabulary import Pieces

CONVERTED = "ct2-int8"


def write_checkpoint(folder: Path, weights: Weights, *, config: Any, pieces: Pieces) -> None:
    """Write a Marian checkpoint in float16: weights, config, vocabulary, tokenizer; training goes on from it, too."""
    from transformers import GenerationConfig, MarianTokenizer

    config.dropout, config.architectures, config.dtype = 0.0, ["MarianMTModel"], "float16"
    save_start(folder, config, weights)
    pieces.save(folder)
    files = [str(folder / name) for name in ("source.spm", "target.spm", "vocab.json")]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
        MarianTokenizer(*files, source_lang="ru", target_lang="en").save_pretrained(folder)
    GenerationConfig.from_model_config(config).save_pretrained(folder)


def export_run(run: Path, folder: Path, *, pieces: Pieces, averaged: bool = True) -> Weights:
    """Write the checkpoint of a training run's folder: the moving average of its weights, or the last ones themselves.

    Raises RecipeError where the folder has none, or where the vocabulary is not the run's.
    """
    from recipe.training import STATE, read_state

    state = read_state(run)
    if state is None:
        raise RecipeError(f"{run}: not a run of `train`: has no {STATE}")
    config = read_config(run)
    check_vocabulary(run, config, pieces)
    weights = Weights(state["model"] | (state["average"] if averaged else {}), state["step"], state["seen"])
    with replacing_in(folder) as made:
        write_checkpoint(made, weights, config=config, pieces=pieces)
    return weights


def convert_checkpoint(folder: Path, *, name: str) -> Model:
    """Convert a checkpoint into the folder inside it where the package looks for the conversion."""
    return convert(folder, folder / CONVERTED, name=name)
