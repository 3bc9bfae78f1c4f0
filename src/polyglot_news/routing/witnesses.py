"""Statistical detectors, called as witnesses where words and letters do not decide.

- `py3langid` (naive Bayes over byte sequences) knows all languages we tell apart, and costs about 0.05 ms a call.
- `langdetect` (naive Bayes over letter trigrams, by drawing) costs about 0.5 ms a call and does not know Belarusian, Kazakh,
  Kyrgyz, Mongolian or Serbian in Cyrillic; it is asked last.

Both are imported at the first call, in instances of our own that know the plausible languages only: no module-level state of
theirs is touched, and a text gets the same answer whatever was asked before it.
"""

import math
from copy import copy
from functools import lru_cache
from importlib.resources import files
from typing import Any

FLOOR = math.log(1e-4)
"""No witness may rule a language out altogether."""
DRAWN_FLOOR = -3.0
"""langdetect is sure of itself even of one word (it calls "original article" Italian): so much less is it believed."""
LANGID_LABELS = {
    "Cyrl": ("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg", "tt", "ba"),
    "Latn": (
        *(
            "en",
            "de",
            "fr",
            "es",
            "it",
            "pt",
            "nl",
            "pl",
            "cs",
            "sk",
            "sl",
            "sr",
            "hr",
            "ro",
            "tr",
            "az",
            "fi",
            "et",
            "sv",
            "no",
        ),
        *(
            "da",
            "hu",
            "lt",
            "lv",
            "sq",
            "ca",
            "id",
            "vi",
            "af",
            "eu",
            "ga",
            "gl",
            "is",
            "ms",
            "sw",
            "tl",
            "uz",
            "cy",
            "so",
            "la",
        ),
    ),
    "Arab": ("ar", "fa", "ur", "ps", "ug", "sdh"),
    "Deva": ("hi", "mr", "ne"),
}
LANGDETECT_PROFILES = {
    "Cyrl": ("ru", "uk", "bg", "mk"),
    "Latn": ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ro", "tr", "sv", "id"),
}


@lru_cache(maxsize=1)
def _langid() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=8)
def _langid_for(script: str) -> Any:
    own = copy(_langid())
    own.set_languages(LANGID_LABELS[script])
    return own


def langid_says(text: str, script: str) -> dict[str, float]:
    """Log-probabilities of the languages of `script`, by py3langid."""
    said = {label: max(FLOOR, math.log(max(share, 1e-12))) for label, share in _langid_for(script).rank(text)}
    if script == "Latn":  # it hardly knows Serbian in Latin letters, and cannot tell it from Croatian
        said["hr"] = said["sr-Latn"] = max(said["hr"], said.pop("sr"))
    return said


@lru_cache(maxsize=2)
def _langdetect_for(script: str) -> Any:
    from langdetect.detector_factory import DetectorFactory

    profiles = files("langdetect") / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(profiles / name).read_text(encoding="utf-8") for name in LANGDETECT_PROFILES[script]])
    factory.seed = 0
    return factory


def langdetect_says(text: str, script: str) -> dict[str, float]:
    """Log-probabilities of the languages of `script`, by langdetect; nothing where it finds no features."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _langdetect_for(script).create()
    detector.append(text[:400])
    try:
        shares = {found.lang: found.prob for found in detector.get_probabilities()}
    except LangDetectException:
        return {}
    return {label: max(DRAWN_FLOOR, math.log(shares.get(label, 1e-4))) for label in LANGDETECT_PROFILES[script]}
