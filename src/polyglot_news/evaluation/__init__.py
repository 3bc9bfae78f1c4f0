"""How good a model is: scored on a test set of one sentence a line, without second attempts or corrections.

    bitext -> decoding -> scores, buckets, accuracy -> measurement -> report, listing

BLEU and chrF are sacrebleu's, which is the extra `evaluate`.
"""

from polyglot_news.evaluation.bitext import Bitext, Side, count_foreign, read_bitext
from polyglot_news.evaluation.listing import write_translations
from polyglot_news.evaluation.measurement import Measurement, measure
from polyglot_news.evaluation.report import Setup, write_json, write_table
from polyglot_news.evaluation.scores import Metrics, load_metrics

__all__ = [
    "Bitext",
    "Measurement",
    "Metrics",
    "Setup",
    "Side",
    "count_foreign",
    "load_metrics",
    "measure",
    "read_bitext",
    "write_json",
    "write_table",
    "write_translations",
]
