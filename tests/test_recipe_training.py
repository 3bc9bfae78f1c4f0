"""The recipe on a toy corpus: it learns, goes on after a stop as if there had been none, and makes what the package loads."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polyglot_news.mt.vocabulary import Vocabulary

from .conftest import CASES
from .test_recipe_commands import Mistake, read_mistakes

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch", reason="needs the extra [torch]: run `make test-all`")


from recipe import (  # noqa: E402
    alignment,
    arrays,
    averaging,
    export,
    losses,
    model,
    optimiser,
    scoring,
    tensors,
    training,
    vocabulary,
    warm_start,
)
from recipe.dataset import Bitext as Data  # noqa: E402
from recipe.files import RecipeError  # noqa: E402
from recipe.hints import Rates  # noqa: E402
from recipe.links import link, read_dictionary  # noqa: E402
from recipe.pairs import read_pairs  # noqa: E402
from recipe.sources import read_sources  # noqa: E402
from recipe.vocabulary import Pieces  # noqa: E402

SHAPE = model.Shape(width=32, encoder=1, decoder=1, heads=4, positions=128)
OPTIONS = training.TrainOptions(
    tokens=400, most=3, rate=5e-3, rates=optimiser.Rates(1.0, 1.0), warmup=20, steps=40, average=30, threads=1, dropout=0.1
)


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """Matrices this small gain nothing by two, and lose much where another process has the second processor."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    texts = [side for pair in read_pairs(CASES / "recipe" / "pairs.tsv") for side in (pair.ru, pair.en)]
    return Pieces(vocabulary.train(texts, size=400))


@pytest.fixture(scope="module")
def data(pieces: Pieces, tmp_path_factory: pytest.TempPathFactory) -> Data:
    pairs = list(read_pairs(CASES / "recipe" / "pairs.tsv"))
    linked = (link(pair, read_dictionary(pairs)) for pair in pairs)
    path = tmp_path_factory.mktemp("data") / "train.npz"
    rates = Rates(hinted=0.2, carried=0.1)
    arrays.save(path, arrays.build(linked, pieces=pieces, sources=read_sources(), rates=rates))
    return Data(path)


@pytest.fixture(scope="module")
def start(pieces: Pieces, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to start from: embeddings alone, as a first training does."""
    folder = tmp_path_factory.mktemp("start")
    config = SHAPE.config(pad=pieces.pad)
    made = model.build(config, seed=3)
    kept = {name: weight for name, weight in made.state_dict().items() if "embed_positions" in name}
    model.save_start(folder, config, model.Weights(kept))
    return folder


def _train(folder: Path, start: Path, data: Data, pieces: Pieces, **changes: object) -> training.Run:
    run = training.Run(folder, start, data, pieces, replace(OPTIONS, **changes))  # type: ignore[arg-type]
    training.train(run, evaluate=lambda _: {})
    return run


def _dev(data_file: Path = CASES / "recipe" / "pairs.tsv") -> scoring.DevSet:
    pairs = list(read_pairs(data_file))[:20]
    return scoring.DevSet("ru-en", "en", tuple(pair.ru for pair in pairs), tuple(pair.en for pair in pairs))


@pytest.fixture(scope="module")
def trained(start: Path, data: Data, pieces: Pieces, tmp_path_factory: pytest.TempPathFactory) -> training.Run:
    return _train(tmp_path_factory.mktemp("run"), start, data, pieces, steps=300, dropout=0.0)


@pytest.fixture(scope="module")
def exported(trained: training.Run, pieces: Pieces, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkpoint") / "toy"
    export.export_run(trained.folder, folder, pieces=pieces)
    return folder


def test_it_learns(trained: training.Run, start: Path, pieces: Pieces) -> None:
    before = scoring.score(model.build(model.read_config(start)).eval(), _dev(), pieces)
    with trained.average.in_place():
        after = scoring.score(trained.model, _dev(), pieces)
    assert after.bits < 0.3 * before.bits
    assert after.chrf > 40
    assert not trained.model.model.shared.weight[pieces.pad].any()


@pytest.mark.parametrize("name", ["adamw", "muon"])
def test_a_run_that_was_stopped_ends_the_same(name: str, start: Path, data: Data, pieces: Pieces, tmp_path: Path) -> None:
    changes = {"optimiser": name, "negatives": 60}
    whole = _train(tmp_path / "whole", start, data, pieces, **changes)
    stopped = training.Run(tmp_path / "cut", start, data, pieces, replace(OPTIONS, **changes))  # type: ignore[arg-type]
    training.train(stopped, evaluate=lambda _: {}, stop=lambda: stopped.step >= 17)
    resumed = _train(tmp_path / "cut", start, data, pieces, **changes)
    assert (resumed.step, resumed.seen, resumed.epoch, resumed.place) == (whole.step, whole.seen, whole.epoch, whole.place)
    for which in (whole.model.state_dict(), whole.average.weights):
        other = resumed.model.state_dict() if which is not whole.average.weights else resumed.average.weights
        assert all(torch.equal(weight, other[key]) for key, weight in which.items())


def test_a_run_cannot_change_what_it_is(trained: training.Run, start: Path, data: Data, pieces: Pieces) -> None:
    for changes, message in (({"optimiser": "muon"}, "a run by adamw"), ({"decoder": 2}, "a run with 1 decoder layers")):
        with pytest.raises(ValueError, match=message):
            training.Run(trained.folder, start, data, pieces, replace(OPTIONS, **changes))


def test_both_engines_load_the_export_and_write_the_same(exported: Path, pieces: Pieces, tmp_path: Path) -> None:
    import ctranslate2
    from transformers import MarianMTModel

    from polyglot_news.mt.conversion import convert

    converted = convert(exported, tmp_path / "float32", name="toy", quantization="float32")
    assert (converted.tags, converted.hints) == ({"ru-en": ">>eng<<", "en-ru": ">>rus<<"}, ("<x8>", "<x9>"))
    loaded = MarianMTModel.from_pretrained(exported).float().eval()
    written = model.read_weights(exported).tensors["model.encoder.embed_positions.weight"]
    assert torch.equal(loaded.model.encoder.embed_positions.weight, written)
    theirs = scoring.translate_greedily(loaded, _dev().sources, "en", pieces)
    translator = ctranslate2.Translator(str(converted.folder), compute_type="float32")
    tokens = Vocabulary(converted.source_spm, converted.target_spm)
    sources = [[">>eng<<", *tokens.encode(text), "</s>"] for text in _dev().sources]
    ours = [tokens.decode(r.hypotheses[0]) for r in translator.translate_batch(sources, beam_size=1, max_decoding_length=60)]
    assert ours == theirs
    assert len(set(ours)) > 5


def test_training_goes_on_from_an_export(exported: Path, data: Data, pieces: Pieces, tmp_path: Path) -> None:
    run = _train(tmp_path, exported, data, pieces, steps=3)
    assert (run.step, run.taken) == (303, 3)
    assert run.seen > model.read_weights(exported).seen


def test_steps_and_frozen_pieces_count_from_where_the_run_began(
    exported: Path, data: Data, pieces: Pieces, tmp_path: Path
) -> None:
    before = model.read_weights(exported).tensors["model.encoder.layers.0.fc1.weight"]

    def encoder(freeze: int, steps: int) -> Any:
        run = _train(tmp_path, exported, data, pieces, freeze=freeze, steps=steps)
        assert run.taken == steps
        return run.model.model.encoder.layers[0].fc1.weight.detach()

    assert torch.equal(encoder(10**6, 2), before)
    assert torch.equal(encoder(10**6, 4), before)
    assert not torch.equal(encoder(1, 6), before)


@pytest.mark.parametrize("stack", model.STACKS)
def test_a_grown_stack_gives_the_same_logits(exported: Path, pieces: Pieces, stack: str) -> None:
    weights, key = model.read_weights(exported), f"{stack}_layers"
    small, large = (model.build(model.read_config(exported, **{key: n}), weights, seed=n).eval() for n in (1, 3))
    assert model.count_layers(large.state_dict(), stack) == 3
    source = tensors.pad_rows([[pieces.tag("en"), *pieces.encode(text), 0] for text in _dev().sources], pieces.pad, "cpu")
    target = tensors.pad_rows([[pieces.pad, *pieces.encode(text)] for text in _dev().references], pieces.pad, "cpu")
    mask = (source != pieces.pad).long()
    with torch.no_grad():
        one, other = (m(input_ids=source, attention_mask=mask, decoder_input_ids=target).logits for m in (small, large))
    assert torch.allclose(one, other, atol=2e-3)
    large.train()
    large(input_ids=source, attention_mask=mask, decoder_input_ids=target).logits.square().mean().backward()
    assert getattr(large.model, stack).layers[1].fc2.weight.grad.abs().sum() > 0


def test_growing_keeps_the_layers_in_order() -> None:
    deep = model.build(replace(SHAPE, decoder=2).config(pad=300)).state_dict()
    grown = model.grow(deep, "decoder", 4)
    for old, new in ((0, 0), (1, 2)):
        name = "model.decoder.layers.{}.fc1.weight"
        assert torch.equal(grown[name.format(new)], deep[name.format(old)])
    with pytest.raises(ValueError, match="has 2 layers"):
        model.grow(deep, "decoder", 1)


def _error_rate(run: training.Run, data: Data, pieces: Pieces) -> float:
    """Of the trained head's attention, by the links themselves."""
    found, gold = [], []
    run.model.eval()
    for n in range(40):
        example = data.example(n, into_russian=False, pieces=pieces)
        source, target = (torch.tensor([ids]) for ids in (example.source, example.target))
        out = run.model.model(
            input_ids=source, decoder_input_ids=tensors.shifted(target, pieces.pad), output_attentions=True, use_cache=False
        )
        looked = out.cross_attentions[-1][0, 0].argmax(-1).tolist()
        sure = frozenset((int(first), int(at)) for at, first, _ in example.links)
        possible = frozenset((place, int(at)) for at, first, stop in example.links for place in range(first, stop))
        gold.append(alignment.Aligned((), (), sure, possible))
        found.append(frozenset((looked[at], at) for at in {int(at) for at, _, _ in example.links}))
    return alignment.error_rate(found, gold)


def test_guided_attention_looks_at_what_is_linked(start: Path, data: Data, pieces: Pieces, tmp_path: Path) -> None:
    rates = [
        _error_rate(_train(tmp_path / str(guided), start, data, pieces, guided=guided, steps=100), data, pieces)
        for guided in (0.0, 1.0)
    ]
    assert rates[1] < 0.6 * rates[0]


def test_a_sampled_softmax_over_all_pieces_is_the_exact_one() -> None:
    torch.manual_seed(1)
    hidden, table, target = torch.randn(6, 8), torch.randn(50, 8), torch.tensor([3, 7, 3, 9, 49, 0])
    logits, place = losses.sample_output(hidden, target, table, 46)
    exact = torch.nn.functional.cross_entropy(hidden @ table.T, target)
    assert torch.allclose(torch.nn.functional.cross_entropy(logits, place), exact, atol=1e-5)


def test_weights_of_directions() -> None:
    logits, target = torch.zeros(2, 4), torch.tensor([0, 1])
    logits[0, 0] = 5.0
    even, first = (
        losses.weighted_cross_entropy(logits, target, torch.tensor(w), smoothing=0.0) for w in ([1.0, 1.0], [3.0, 1.0])
    )
    assert first < even


def test_muon_makes_singular_values_alike() -> None:
    torch.manual_seed(1)
    for shape in ((24, 64), (64, 24), (3, 24, 64)):
        values = torch.linalg.svdvals(optimiser.orthogonalise(torch.randn(shape)).float())
        assert values.min() > 0.4
        assert values.max() < 1.4


def test_the_rate_rises_and_falls(start: Path, data: Data, pieces: Pieces, tmp_path: Path) -> None:
    run = training.Run(tmp_path, start, data, pieces, replace(OPTIONS, cooldown=0.2))
    rates = []
    for step, left in ((1, 1.0), (20, 1.0), (20, 0.1), (20, 0.0)):
        run.step = step
        rates.append(run.rate(left))
    assert rates == pytest.approx([OPTIONS.rate / 20, OPTIONS.rate, OPTIONS.rate / 2, 0.0])
    assert math.isclose(OPTIONS.rates.of("model.encoder.layers.0.fc1.weight"), 1.0)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder in the form of multilingual-e5-small, with XLM-R's order of pieces."""
    import sentencepiece
    from safetensors.torch import save_file
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("encoder")
    texts = [side for pair in read_pairs(CASES / "recipe" / "pairs.tsv") for side in (pair.ru, pair.en)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_prefix=str(folder / "sentencepiece.bpe"),
        vocab_size=400,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    torch.manual_seed(2)
    config = BertConfig(
        vocab_size=460,
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=128,
        max_position_embeddings=128,
        hidden_dropout_prob=0.0,
    )
    bert = BertModel(config, add_pooling_layer=False).eval()
    bert.embeddings.word_embeddings.weight.data.normal_(0, 1)
    save_file({name: weight.contiguous() for name, weight in bert.state_dict().items()}, folder / "model.safetensors")
    config.save_pretrained(folder)
    return folder


def test_a_warm_start_reads_as_its_encoder_does(encoder: Path, tmp_path: Path) -> None:
    from transformers import BertModel

    read = warm_start.Encoder.read(encoder)
    texts = [side for pair in read_pairs(CASES / "recipe" / "pairs.tsv") for side in (pair.ru, pair.en)]
    pieces = Pieces(vocabulary.choose(read.pieces, texts, size=300))
    warm_start.warm_start(read, pieces, tmp_path, layers=2, decoder=1)
    made = model.build(model.read_config(tmp_path), model.read_weights(tmp_path)).eval()
    assert not made.model.shared.weight[pieces.pad].any()
    theirs = BertModel.from_pretrained(encoder, add_pooling_layer=False).eval()
    rows = vocabulary.find_rows(pieces.model, read.pieces)
    ours = [number for text in texts[:10] for number in pieces.encode(text) if number in rows]
    with torch.no_grad():
        there = theirs(torch.tensor([[rows[number] + 1 for number in ours]])[:, :100], output_hidden_states=True).hidden_states[
            2
        ]
        here = made.get_encoder()(torch.tensor([ours])[:, :100]).last_hidden_state
    assert torch.nn.functional.cosine_similarity(there, here, dim=-1).min() > 0.99


def test_an_average_lies_between_its_parts(exported: Path, data: Data, pieces: Pieces, tmp_path: Path) -> None:
    run = _train(tmp_path, exported, data, pieces, steps=2)
    export.export_run(run.folder, tmp_path / "on", pieces=pieces, averaged=False)
    folders = [exported, tmp_path / "on"]
    averaging.average_checkpoints(folders, [3.0, 1.0], tmp_path / "mean")
    here, there, mean = (model.read_weights(folder) for folder in (*folders, tmp_path / "mean"))
    assert mean.seen == there.seen > here.seen
    for name, tensor in mean.tensors.items():
        expected = 0.75 * here.tensors[name] + 0.25 * there.tensors[name]
        assert torch.allclose(tensor, expected, rtol=2e-3, atol=2e-3), name
    assert (tmp_path / "mean" / "source.spm").read_bytes() == (exported / "source.spm").read_bytes()


def test_models_of_two_shapes_have_no_average(exported: Path, pieces: Pieces, tmp_path: Path) -> None:
    weights = model.read_weights(exported)
    grown = model.Weights(model.grow(weights.tensors, "decoder", 3), weights.step, weights.seen)
    export.write_checkpoint(tmp_path / "grown", grown, config=model.read_config(exported, decoder_layers=3), pieces=pieces)
    with pytest.raises(RecipeError, match=r"grown: model\.decoder\.layers\.\d\.\S+ is not as in"):
        averaging.average_checkpoints([exported, tmp_path / "grown"], [1.0, 1.0], tmp_path / "mean")
    assert not (tmp_path / "mean").exists()


def test_the_commands_from_texts_to_a_model(encoder: Path, exported: Path, tmp_path: Path) -> None:
    import shutil

    from click.testing import CliRunner

    from recipe.__main__ import cli

    def run(command: str) -> str:
        words = [word.replace("@", f"{tmp_path}/") for word in command.split()]
        done = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    (tmp_path / "raw").mkdir()
    pairs = list(read_pairs(CASES / "recipe" / "pairs.tsv"))
    for name, words in (("tatoeba", False), ("mueller7", True)):
        lines = [f"{pair.ru}\t{pair.en}\n" for pair in pairs if (pair.source == "words") == words]
        (tmp_path / "raw" / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
    shutil.copy(CASES / "recipe" / "aligned.tsv", tmp_path)
    (tmp_path / "held.txt").write_text(f"{pairs[0].ru}\n", encoding="utf-8")
    for direction in ("ru-en", "en-ru"):
        for language in ("ru", "en"):
            texts = "".join(f"{getattr(pair, language)}\n" for pair in pairs[:6])
            (tmp_path / f"dev.{direction}.{language}").write_text(texts, encoding="utf-8")
    gather = "gather @raw --out @pairs.tsv.xz --held-out @held.txt"
    assert ["held", "out", "4", "6.5%"] in [row.split() for row in run(gather).splitlines()]
    run("synthesise --count 40 --out @synthetic.tsv")
    start = f"warm-start --encoder {encoder} --pairs @pairs.tsv.xz --size 300 --layers 2 --decoder 1 --out @init"
    assert "2 + 1 layers" in run(start)
    run("prepare @pairs.tsv.xz @synthetic.tsv --vocabulary @init/source.spm --out @train.npz --held-out @held.txt")
    train = "train --data @train.npz --init @init --vocabulary @init/source.spm --out @run --tokens 400 --threads 1"
    assert '"bits"' in run(f"{train} --steps 10 --dev @dev")
    run("export @run --vocabulary @init/source.spm --out @toy")
    assert "bits" in run("score @toy --dev @dev")
    assert "en-ru" in run("align @aligned.tsv --model @toy --both")
    run("export @run --vocabulary @init/source.spm --last --no-convert --out @last")
    assert "2 checkpoints" in run("average @toy @last --share 0.75 --share 0.25 --out @mean")
    assert "bits" in run("score @mean --dev @dev")
    back = f"back-translate @dev.ru-en.ru --language ru --model {exported} --out @back-ru.tsv --nothing-held-out"
    assert "read" in run(back)


@pytest.mark.parametrize("mistake", read_mistakes("mistakes-torch.tsv"), ids=lambda mistake: mistake.command)
def test_a_mistake_is_one_line(mistake: Mistake, mistaken: Path, exported: Path, trained: training.Run) -> None:
    mistake.check(mistaken, model=exported, run=trained.folder, spm=exported / "source.spm")


@pytest.fixture(scope="module")
def mistaken(exported: Path, data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the mistakes are made with."""
    import shutil

    folder = tmp_path_factory.mktemp("mistaken")
    shutil.copy(data.path, folder / "train.npz")
    (folder / "cut.npz").write_bytes(data.path.read_bytes()[:5000])
    np.savez(folder / "other.npz", x=np.zeros(3))
    np.savez(folder / "foreign.npz", **{**dict(np.load(data.path)), "ru": np.array([60_000], dtype=np.uint16)})
    for name in ("empty", "damaged", "bert", "cut"):
        (folder / name).mkdir()
    shutil.copy(exported / "config.json", folder / "damaged")
    (folder / "damaged" / "last.pt").write_bytes(b"PK\x03\x04 and no more")
    (folder / "bert" / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    shutil.copy(exported / "config.json", folder / "cut")
    (folder / "cut" / "model.safetensors").write_bytes((exported / "model.safetensors").read_bytes()[:3000])
    shutil.copy(CASES / "recipe" / "aligned.tsv", folder)
    for name in ("ru-en.ru", "ru-en.en", "en-ru.en", "en-ru.ru"):
        (folder / f"dev.{name}").write_text("Да.\n", encoding="utf-8")
    if not (exported / export.CONVERTED).exists():
        export.convert_checkpoint(exported, name="toy")
    return folder
