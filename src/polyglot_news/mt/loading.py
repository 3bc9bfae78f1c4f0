"""From the names of models and an engine to an engine that runs, loaded once a process."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from polyglot_news.errors import ModelError
from polyglot_news.mt.engine import Decoder, Engine
from polyglot_news.mt.identity import IdentityEngine
from polyglot_news.mt.models import Model, find_model
from polyglot_news.mt.recent import RecentEngine

BUNDLED = "starter"


class EngineName(StrEnum):
    """The engines there are."""

    CTRANSLATE2 = "ctranslate2"
    TRANSFORMERS = "transformers"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """Which engine, and how it runs."""

    engine: str = EngineName.CTRANSLATE2
    models: tuple[str, ...] = ()
    """Bundled names, folders or hub ids, at most one for each direction; the bundled model serves what they leave."""
    compute_type: str = "int8"
    """Number format: `int8`, `float32`, ... (the transformers engine always computes in float32)."""
    device: str = "cpu"
    threads: int = 0
    """Batches decoded at the same time; 0 = as many as there are processors. Does not change the texts."""
    batching: str = "equal"
    """`equal` = a text never depends on its neighbours; `mixed` = less padding, and it may."""

    @property
    def keeps_texts_apart(self) -> bool:
        """Whether a text is the same whatever it is translated with."""
        return self.batching == "equal"


def describe_engine(options: EngineOptions) -> str:
    """What an engine's texts depend on, in one line, found out without loading it.

    Raises ModelError and its kinds where a model cannot be found.
    """
    if options.engine == EngineName.IDENTITY:
        return str(EngineName.IDENTITY)
    models = ",".join(f"{model.name}@{model.digest}" for model in _find_models(options))
    return f"{options.engine}:{models}|{options.compute_type}|batching:{options.batching}"


def _find_models(options: EngineOptions) -> list[Model]:
    """The models asked for, and the bundled one where a direction is left."""
    models = [find_model(spec) for spec in options.models]
    served = {direction for model in models for direction in model.tags}
    return models if {"ru-en", "en-ru"} <= served else [*models, find_model(BUNDLED)]


_loaded: dict[EngineOptions, Engine] = {}
_lock = threading.Lock()


def load_engine(options: EngineOptions, *, remembering: bool = False) -> Engine:
    """The engine that `options` describe; the same object for the same options.

    `remembering`: one of its own that asks that object nothing twice, if a text never depends on its neighbours.
    Raises ModelError and its kinds where a model cannot be found or loaded.
    """
    with _lock:
        if options not in _loaded:
            _loaded[options] = _load(options)
        engine = _loaded[options]
    return RecentEngine(engine) if remembering and options.keeps_texts_apart else engine


def _load(options: EngineOptions) -> Engine:
    if options.engine == EngineName.IDENTITY:
        return IdentityEngine()
    from polyglot_news.mt.marian import Batching, MarianEngine

    return MarianEngine(_find_models(options), _loader(options), batching=Batching(options.batching))


def _loader(options: EngineOptions) -> Callable[[Model], Decoder]:
    threads = options.threads or os.cpu_count() or 1

    def load_ctranslate(model: Model) -> Decoder:
        from polyglot_news.mt.ctranslate import CTranslateDecoder

        return CTranslateDecoder(model.folder, compute_type=options.compute_type, device=options.device, threads=threads)

    def load_transformers(model: Model) -> Decoder:
        from polyglot_news.mt.transformers import TransformersDecoder

        if model.checkpoint is None:
            raise ModelError(f"{model.name}: only its conversion is here; the transformers engine needs the Marian checkpoint")
        return TransformersDecoder(model.checkpoint, device=options.device, threads=options.threads)

    return load_transformers if options.engine == EngineName.TRANSFORMERS else load_ctranslate
