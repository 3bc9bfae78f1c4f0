"""Finding, checking, converting, adding and removing models."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from polyglot_news.cli.models import models
from polyglot_news.document import EN_RU, RU_EN, Direction
from polyglot_news.errors import (
    DirectionError,
    ModelError,
    ModelFormatError,
    ModelNotFoundError,
    PolyglotNewsError,
    UsageError,
    WriteError,
)
from polyglot_news.mt import conversion, hub, models_store
from polyglot_news.mt.conversion import convert, verify
from polyglot_news.mt.models import broken_models, bundled_folder, find_model, list_models
from polyglot_news.mt.models_files import put_in_place, read_facts, read_json, variable_shapes
from polyglot_news.mt.models_folder import check_checkpoint, read_model
from polyglot_news.mt.models_languages import Languages, languages_in, tags_of

HAS_TORCH = find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not HAS_TORCH, reason="torch is not installed: pip install 'polyglot-news[torch]'")
HUB_NAME = "Helsinki-NLP/opus-mt-ru-en"
REVISION = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine without network, with nothing added yet; gives where models are kept."""
    monkeypatch.setenv("POLYGLOT_NEWS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    yield tmp_path / "home" / "models"
    shutil.rmtree(tmp_path / "home", ignore_errors=True)


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """A folder with a copy of the bundled model, gone after the test: pytest would keep gigabytes of them."""
    yield Path(shutil.copytree(bundled_folder(), tmp_path / "copy"))
    shutil.rmtree(tmp_path / "copy", ignore_errors=True)


@pytest.fixture
def bare(copy: Path) -> Path:
    """The same as CTranslate2's own converter leaves it, without polyglot-news.json."""
    (copy / "polyglot-news.json").unlink()
    return copy


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models, list(arguments))


def failure(*arguments: str) -> PolyglotNewsError:
    """The error that a command raises for its caller to print."""
    error = run(*arguments).exception
    assert isinstance(error, PolyglotNewsError), error
    assert "\n" not in str(error)
    return error


def cut(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)


# The bundled model


def test_bundled_model_is_found_and_known() -> None:
    model = find_model("starter", directions=(RU_EN, EN_RU))
    assert model.name == "starter"
    assert model.tags == {"ru-en": ">>eng<<", "en-ru": ">>rus<<"}
    assert model.placeholders == tuple(f"<x{number}>" for number in range(7))
    assert model.hints == ("<x8>", "<x9>")
    assert model.window == 100
    assert model.source_spm.is_file()
    assert model.target_spm.is_file()
    assert len(model.digest) == 8


def test_bundled_model_is_whole_and_translates() -> None:
    samples = {str(sample.direction): sample.target for sample in verify(find_model("starter"))}
    assert samples.keys() == {"ru-en", "en-ru"}
    assert "talks" in samples["ru-en"]
    assert "ереговор" in samples["en-ru"]


def test_bundled_model_has_its_checkpoint_beside_it_in_the_source_tree() -> None:
    model = find_model("starter")
    if model.folder.name != "ct2-int8":
        pytest.skip("an installed package has no checkpoint")
    assert model.checkpoint == model.folder.resolve().parent


def test_bundled_model_is_looked_for_in_the_package_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "polyglot_news"
    inside = package / "bundled" / "starter"
    shutil.copytree(bundled_folder(), inside)
    monkeypatch.setattr("polyglot_news.mt.models.files", lambda _: package / "mt")
    model = find_model("starter")
    assert model.folder == inside
    assert model.checkpoint is None
    shutil.rmtree(inside)
    with pytest.raises(ModelNotFoundError, match="install polyglot-news again"):
        find_model("starter")
    assert list_models() == []


def test_importing_models_loads_no_heavy_library() -> None:
    program = (
        "import sys, polyglot_news.mt.models, polyglot_news.cli.models;"
        "print([m for m in ('torch', 'transformers', 'ctranslate2', 'huggingface_hub', 'sentencepiece') if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"


# Folders


def test_a_copied_folder_is_the_same_model(copy: Path) -> None:
    assert find_model(str(copy)).digest == find_model("starter").digest


def test_a_folder_without_side_file_is_read_from_its_own_files(bare: Path) -> None:
    model, bundled = find_model(str(bare)), find_model("starter")
    assert model.name == "copy"
    assert (model.tags, model.digest, model.window) == (bundled.tags, bundled.digest, bundled.window)
    assert (model.placeholders, model.hints) == (bundled.placeholders, bundled.hints)
    assert len(verify(model)) == 2


def test_names_win_over_folders(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy.rename(copy.parent / "starter")
    monkeypatch.chdir(copy.parent)
    assert find_model("starter").folder == bundled_folder()
    assert find_model("./starter").folder == Path("./starter")


@pytest.mark.parametrize("name", ["model.bin", "config.json", "shared_vocabulary.json", "source.spm", "target.spm"])
@pytest.mark.parametrize("with_side_file", [True, False])
def test_a_missing_file_is_named(copy: Path, name: str, with_side_file: bool) -> None:
    if not with_side_file:
        (copy / "polyglot-news.json").unlink()
    (copy / name).unlink()
    expected = name if with_side_file or name != "model.bin" else "neither a model for CTranslate2 nor a Marian checkpoint"
    with pytest.raises(ModelFormatError, match=expected):
        find_model(str(copy))


@pytest.mark.parametrize("size", [0, 3, 100, 10_000_000, 22_000_000])
@pytest.mark.parametrize("with_side_file", [True, False])
def test_a_truncated_model_is_refused_before_it_is_loaded(copy: Path, size: int, with_side_file: bool) -> None:
    if not with_side_file:
        (copy / "polyglot-news.json").unlink()
    cut(copy / "model.bin", size)
    with pytest.raises(ModelFormatError, match=r"model\.bin"):
        find_model(str(copy))


def test_bytes_after_the_end_are_refused(bare: Path) -> None:
    with (bare / "model.bin").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelFormatError, match="damaged or cut off"):
        read_model(bare)


def test_the_shapes_of_the_variables_are_read() -> None:
    shapes = variable_shapes(bundled_folder() / "model.bin")
    assert shapes["encoder/position_encodings/encodings"][0] == 512
    assert shapes["encoder/embeddings_0/weight"] == shapes["decoder/embeddings/weight"]


@pytest.mark.parametrize("name", ["model.bin", "shared_vocabulary.json", "source.spm"])
def test_a_changed_byte_is_found_by_verify(copy: Path, name: str) -> None:
    with (copy / name).open("r+b") as file:
        file.seek(-9, os.SEEK_END)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    model = find_model(str(copy))
    with pytest.raises(ModelFormatError, match=f"{name}: the file was changed"):
        verify(model)


def test_a_broken_sentencepiece_model_is_found_by_verify(bare: Path) -> None:
    (bare / "source.spm").write_bytes(b"not a model")
    with pytest.raises(ModelFormatError, match="cannot be loaded or used"):
        verify(read_model(bare))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"name": "x"}', '{"name": "x", "directions": 7}'])
def test_a_broken_side_file_is_refused(copy: Path, text: str) -> None:
    (copy / "polyglot-news.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelFormatError, match=r"polyglot-news\.json"):
        find_model(str(copy))


def test_an_empty_folder_and_a_file_are_no_models(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("text", encoding="utf-8")
    with pytest.raises(ModelFormatError, match="neither a model for CTranslate2 nor a Marian checkpoint"):
        find_model(str(tmp_path / "empty"))
    with pytest.raises(ModelFormatError, match="a file; name the folder"):
        find_model(str(tmp_path / "file.txt"))
    with pytest.raises(ModelFormatError, match="a file; name the folder"):
        models_store.add_model(str(tmp_path / "file.txt"))


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("nonsense", "there is starter"),
        ("", "no such model or folder"),
        (HUB_NAME, f"polyglot-news models add {HUB_NAME}"),
        ("./nowhere", "no such folder"),
        ("a/b/c", "no such folder"),
        ("../models", "no such folder"),
    ],
)
def test_an_unknown_name_says_what_to_type(spec: str, message: str) -> None:
    with pytest.raises(ModelNotFoundError, match=message):
        find_model(spec)


def test_a_direction_that_the_model_has_not_got(copy: Path) -> None:
    facts = json.loads((copy / "polyglot-news.json").read_text(encoding="utf-8"))
    facts["directions"] = {"ru-en": None}
    (copy / "polyglot-news.json").write_text(json.dumps(facts), encoding="utf-8")
    model = find_model(str(copy), directions=[RU_EN])
    assert model.tag(RU_EN) is None
    with pytest.raises(DirectionError, match="translates ru-en, not en-ru"):
        find_model(str(copy), directions=[RU_EN, EN_RU])
    with pytest.raises(DirectionError, match="not de-fr"):
        model.tag(Direction("de", "fr"))


# Languages


@pytest.mark.parametrize(
    ("source", "target", "pieces", "expected"),
    [
        ("ru", "en", [], {"ru-en": None}),
        ("en", "ru", [], {"en-ru": None}),
        ("en", "ru", [">>rus<<"], {"en-ru": None}),
        ("rus", "eng", [], {"ru-en": None}),
        ("zle", "en", [], {"ru-en": None}),
        ("sla", "eng", [], {"ru-en": None}),
        ("mul", "en", [], {"ru-en": None}),
        ("en", "zle", [">>rus<<", ">>ukr<<", ">>bel<<"], {"en-ru": ">>rus<<"}),
        ("en", "sla", [">>pol<<", ">>rus_Latn<<", ">>rus_Cyrl<<", ">>rus<<"], {"en-ru": ">>rus<<"}),
        ("en", "mul", [">>fra<<", ">>rus_Cyrl<<", ">>rus_Latn<<"], {"en-ru": ">>rus_Cyrl<<"}),
        ("en", "mul", [">>fr<<", ">>ru<<"], {"en-ru": ">>ru<<"}),
        ("sla", "deu+eng+fra+por+spa", [">>deu<<", ">>eng<<", ">>fra<<"], {"ru-en": ">>eng<<"}),
        ("mul", "mul", [">>eng<<", ">>rus<<", ">>fra<<"], {"ru-en": ">>eng<<", "en-ru": ">>rus<<"}),
        ("ru", "en", [">>eng<<", ">>rus<<"], {"ru-en": ">>eng<<", "en-ru": ">>rus<<"}),
        ("ru+en", "ru+en", [">>eng<<", ">>rus<<"], {"ru-en": ">>eng<<", "en-ru": ">>rus<<"}),
    ],
)
def test_directions_and_tags(source: str, target: str, pieces: list[str], expected: dict[str, str | None]) -> None:
    assert tags_of(Languages(source, target), ["</s>", *pieces, "▁a"], where="here") == expected


@pytest.mark.parametrize(
    ("source", "target", "pieces"),
    [
        ("de", "fr", []),
        ("en", "de", []),
        ("uk", "en", []),
        ("en", "zle", [">>ukr<<", ">>bel<<"]),
        ("de", "eng+rus", [">>eng<<", ">>rus<<"]),
    ],
)
def test_other_languages_are_refused(source: str, target: str, pieces: list[str]) -> None:
    with pytest.raises(DirectionError, match=rf"here: translates {source} into {target.replace('+', '.')}, neither"):
        tags_of(Languages(source, target), pieces, where="here")


def test_nothing_says_which_languages() -> None:
    with pytest.raises(ModelFormatError, match="ends in -ru-en or -en-ru"):
        tags_of(None, [], where="here")
    assert tags_of(None, [">>rus<<", ">>eng<<"], where="here").keys() == {"ru-en", "en-ru"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Helsinki-NLP/opus-mt-tc-big-zle-en", ("zle", "en")),
        ("opus-mt-en-ru", ("en", "ru")),
        ("ru-en", ("ru", "en")),
        ("opus-mt-tc-bible-big-sla-deu_eng_fra_por_spa", ("sla", "deu_eng_fra_por_spa")),
        ("ct2-int8", None),
        ("my-model", None),
    ],
)
def test_languages_from_a_name(name: str, expected: tuple[str, str] | None) -> None:
    assert languages_in({}, name) == (None if expected is None else Languages(*expected))
    assert languages_in({"source_lang": "ru", "target_lang": "en"}, name) == Languages("ru", "en")


# The store


def test_a_converted_folder_is_added_listed_and_removed(bare: Path, empty_machine: Path) -> None:
    assert run("add", str(bare), "--name", "my/model").output.startswith("added my/model (ru-en, en-ru), ")
    model = find_model("my/model")
    assert model.folder == empty_machine / "my--model"
    assert model.digest == find_model("starter").digest
    assert [model.name for model in list_models()] == ["starter", "my/model"]
    assert len(verify(model)) == 2
    size = sum(path.stat().st_size for path in model.folder.iterdir()) / 1e6
    assert run("remove", "my/model").output == f"removed my/model, {size:.1f} MB, from {model.folder}\n"
    assert [model.name for model in list_models()] == ["starter"]
    assert isinstance(failure("remove", "my/model"), ModelNotFoundError)
    assert list(empty_machine.iterdir()) == []


def test_a_broken_folder_is_not_added(copy: Path, empty_machine: Path) -> None:
    (copy / "source.spm").write_bytes(b"not a model")
    assert isinstance(failure("add", str(copy), "--name", "x"), ModelFormatError)
    (copy / "polyglot-news.json").unlink()
    assert isinstance(failure("add", str(copy), "--name", "x"), ModelFormatError)
    assert not empty_machine.exists() or list(empty_machine.iterdir()) == []


@pytest.mark.parametrize("name", ["starter", "../x", "a/b/c", "-x", ".x", "a b", "/x"])
def test_names_that_cannot_be(copy: Path, name: str) -> None:
    assert isinstance(failure("add", str(copy), f"--name={name}"), UsageError)


def test_another_model_is_not_replaced(copy: Path) -> None:
    run("add", str(copy), "--name", "x")
    run("add", str(copy), "--name", "x")
    facts = json.loads((copy / "polyglot-news.json").read_text(encoding="utf-8"))
    facts["digest"] = "00000000"
    (copy / "polyglot-news.json").write_text(json.dumps(facts), encoding="utf-8")
    assert "another model has that name" in str(failure("add", str(copy), "--name", "x"))


def test_broken_models_in_the_store_are_told_apart(copy: Path, empty_machine: Path) -> None:
    run("add", str(copy), "--name", "x")
    cut(empty_machine / "x" / "model.bin", 1000)
    assert [model.name for model in list_models()] == ["starter"]
    assert list(broken_models()) == [empty_machine / "x"]
    result = run("list")
    assert "polyglot-news models remove x" in result.stderr
    assert isinstance(failure("verify"), ModelFormatError)
    assert isinstance(failure("verify", "x"), ModelFormatError)
    assert run("remove", "x").exit_code == 0
    assert broken_models() == {}


def test_home_is_read_from_the_environment_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLYGLOT_NEWS_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert models_store.home() == tmp_path / "xdg" / "polyglot-news"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert models_store.home() == tmp_path / ".cache" / "polyglot-news"
    monkeypatch.delenv("HF_HOME")
    assert hub.hub_cache() == tmp_path / ".cache" / "huggingface" / "hub"


def test_what_fails_half_way_leaves_the_old_in_place(tmp_path: Path) -> None:
    destination = tmp_path / "model"
    destination.mkdir()
    (destination / "old").touch()
    with pytest.raises(KeyError), put_in_place(destination) as made:
        (made / "new").touch()
        raise KeyError
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert [path.name for path in destination.iterdir()] == ["old"]
    with put_in_place(destination) as made:
        (made / "new").touch()
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert [path.name for path in destination.iterdir()] == ["new"]


def test_a_store_that_cannot_be_written(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blocked").touch()
    monkeypatch.setenv("POLYGLOT_NEWS_HOME", str(tmp_path / "blocked"))
    assert isinstance(failure("add", str(copy), "--name", "x"), WriteError)


# The command


def test_list_on_a_pipe_is_plain() -> None:
    lines = [line.split("\t") for line in run("list").output.splitlines()]
    assert lines[0] == ["NAME", "DIRECTIONS", "SIZE", "DIGEST", "WHERE"]
    assert lines[1][:2] == ["starter", "ru-en, en-ru"]
    assert lines[1][4] == str(bundled_folder())


def test_show_and_verify() -> None:
    shown = dict(line.split(":", 1) for line in run("show", "starter").output.splitlines())
    assert shown["directions"].strip() == "ru-en (>>eng<<), en-ru (>>rus<<)"
    assert shown["window"].strip() == "100 tokens"
    assert shown["digest"].strip() == find_model("starter").digest
    assert run("verify", "starter").output.splitlines()[-1].startswith("starter: whole, ")
    assert run("verify").output == run("verify", "starter").output


def test_the_bundled_model_is_not_removed() -> None:
    assert isinstance(failure("remove", "starter"), UsageError)
    assert bundled_folder().is_dir()


# The hub, without network


def lay_out(cache: Path, name: str, checkpoint: Path) -> Path:
    """Lay a checkpoint out as the hub's cache does, with links into `blobs`; returns the model's folder there."""
    folder = cache / f"models--{name.replace('/', '--')}"
    snapshot = folder / "snapshots" / REVISION
    snapshot.mkdir(parents=True)
    (folder / "blobs").mkdir()
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text(REVISION, encoding="ascii")
    for number, path in enumerate(sorted(checkpoint.iterdir())):
        blob = folder / "blobs" / f"{number:040x}"
        shutil.copyfile(path, blob)
        (snapshot / path.name).symlink_to(Path("../../blobs") / blob.name)
    return folder


@pytest.fixture
def fake_checkpoint(tmp_path: Path) -> Path:
    """The files of a checkpoint, good enough to be fetched."""
    folder = tmp_path / "fake"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "marian"}', encoding="utf-8")
    (folder / "pytorch_model.bin").write_bytes(b"weights")
    return folder


def test_without_network_the_message_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "find_spec", lambda _: object())
    error = failure("add", HUB_NAME)
    assert isinstance(error, ModelNotFoundError)
    assert "HF_HUB_OFFLINE is set" in str(error)
    assert "polyglot-news models add FOLDER" in str(error)


def test_what_is_in_the_hubs_cache_needs_no_network(fake_checkpoint: Path) -> None:
    folder = lay_out(hub.hub_cache(), HUB_NAME, fake_checkpoint)
    snapshot = hub.fetch(HUB_NAME)
    assert snapshot == hub.Snapshot(HUB_NAME, folder / "snapshots" / REVISION, REVISION)


def test_an_incomplete_cache_is_not_a_model(fake_checkpoint: Path) -> None:
    (fake_checkpoint / "pytorch_model.bin").unlink()
    lay_out(hub.hub_cache(), HUB_NAME, fake_checkpoint)
    with pytest.raises(ModelNotFoundError, match="HF_HUB_OFFLINE"):
        hub.fetch(HUB_NAME)


def test_download_asks_for_the_files_of_a_checkpoint_only(fake_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def download(name: str, *, cache_dir: Path, allow_patterns: list[str]) -> str:
        asked.append(allow_patterns)
        snapshot = cache_dir / f"models--{name.replace('/', '--')}" / "snapshots" / REVISION
        if not snapshot.exists():
            lay_out(cache_dir, name, fake_checkpoint)
            (snapshot / "pytorch_model.bin").unlink()
        if "pytorch_model.bin" in allow_patterns:
            (snapshot / "pytorch_model.bin").touch()
        return str(snapshot)

    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    assert hub.fetch(HUB_NAME).revision == REVISION
    assert asked[1:] == [["model.safetensors"], ["pytorch_model.bin"]]
    assert {"config.json", "vocab.json", "source.spm", "target.spm", "tokenizer_config.json"} <= set(asked[0])
    assert not any("*" in pattern for patterns in asked for pattern in patterns)


def test_reasons_for_a_failed_download(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub.errors import LocalEntryNotFoundError

    monkeypatch.delenv("HF_HUB_OFFLINE")
    for raised, reason in (
        (LocalEntryNotFoundError("x"), "the hub cannot be reached"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (ValueError("bad\nname"), "bad name"),
    ):
        monkeypatch.setattr("huggingface_hub.snapshot_download", _raiser(raised))
        with pytest.raises(ModelNotFoundError, match=reason):
            hub.fetch(HUB_NAME)


def _raiser(error: Exception) -> Callable[..., str]:
    def fail(*_: object, **__: object) -> str:
        raise error

    return fail


def test_neither_folder_nor_hub_id() -> None:
    assert "neither a folder nor a name on the hub" in str(failure("add", "nonsense"))


def test_without_torch_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "find_spec", lambda _: None)
    error = failure("add", HUB_NAME)
    assert isinstance(error, ModelError)
    assert "pip install 'polyglot-news[torch]'" in str(error)


# Checkpoints


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A checkpoint with nothing but empty or tiny files, to be made wrong in one way."""
    folder = tmp_path / "wrong-ru-en"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "marian"}', encoding="utf-8")
    for name in ("vocab.json", "source.spm", "target.spm"):
        (folder / name).write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")
    return folder


def test_a_whole_checkpoint_passes(wrong: Path) -> None:
    check_checkpoint(wrong)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("config.json", b'{"model_type": "t5"}', "a model of type 't5'"),
        ("config.json", b"{}", "a model of type None"),
        ("config.json", b"{", "cannot be read as JSON"),
        ("config.json", b'{"model_type": "marian", "share_encoder_decoder_embeddings": false}', "vocabularies of their own"),
        ("model.safetensors", b"", "damaged or cut off"),
        ("model.safetensors", (1 << 60).to_bytes(8, "little") + b"{}", "damaged or cut off"),
        ("model.safetensors", (3).to_bytes(8, "little") + b"[7]", "damaged or cut off"),
        ("model.safetensors", b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "git lfs pull"),
    ],
)
def test_wrong_checkpoints(wrong: Path, name: str, content: bytes, message: str) -> None:
    (wrong / name).write_bytes(content)
    with pytest.raises(ModelFormatError, match=message):
        find_model(str(wrong))
    with pytest.raises(ModelFormatError, match=message):
        models_store.add_model(str(wrong))


@pytest.mark.parametrize("name", ["config.json", "vocab.json", "source.spm", "target.spm"])
def test_a_checkpoint_that_lacks_a_file(wrong: Path, name: str) -> None:
    (wrong / name).unlink()
    with pytest.raises(ModelFormatError, match=f"{name} missing"):
        find_model(str(wrong))


# Conversion


Maker = Callable[..., Path]


@pytest.fixture(scope="session")
def pieces() -> list[str]:
    """The beginning of the bundled vocabulary, without tags and markers."""
    vocabulary: list[str] = json.loads((bundled_folder() / "shared_vocabulary.json").read_text(encoding="utf-8"))
    return [piece for piece in vocabulary[:600] if not piece.startswith((">>", "<x"))]


@pytest.fixture
def make_checkpoint(tmp_path: Path, pieces: list[str]) -> Iterator[Maker]:
    """Makes tiny Marian checkpoints with random weights."""

    def make(
        name: str, *, languages: tuple[str, str] | None = None, added: Sequence[str] = (), pickle: bool = False, seed: int = 1
    ) -> Path:
        folder = tmp_path / name
        vocabulary = [*pieces[:2], *added, *pieces[2:], "<pad>"]
        _save_random_marian(folder, len(vocabulary), pickle=pickle, seed=seed)
        for side in ("source.spm", "target.spm"):
            shutil.copyfile(bundled_folder() / side, folder / side)
        (folder / "vocab.json").write_text(json.dumps({piece: at for at, piece in enumerate(vocabulary)}), encoding="utf-8")
        tokenizer: dict[str, Any] = {"tokenizer_class": "MarianTokenizer"}
        if languages is not None:
            tokenizer |= {"source_lang": languages[0], "target_lang": languages[1]}
        (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer), encoding="utf-8")
        return folder

    yield make


def _save_random_marian(folder: Path, size: int, *, pickle: bool, seed: int) -> None:
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(seed)
    config = MarianConfig(
        vocab_size=size,
        decoder_vocab_size=size,
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=128,
        eos_token_id=0,
        forced_eos_token_id=0,
        pad_token_id=size - 1,
        decoder_start_token_id=size - 1,
        static_position_embeddings=True,
    )
    model = MarianMTModel(config)
    model.save_pretrained(folder)
    if pickle:
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()


@pytest.mark.torch
@needs_torch
@pytest.mark.parametrize("pickle", [False, True])
def test_a_model_of_one_direction(make_checkpoint: Maker, tmp_path: Path, pickle: bool) -> None:
    checkpoint = make_checkpoint("opus", languages=("ru", "en"), pickle=pickle)
    model = convert(checkpoint, tmp_path / "made", name="opus")
    assert (model.name, model.tags, model.placeholders, model.hints) == ("opus", {"ru-en": None}, (), None)
    assert model.window == 128
    assert model.checkpoint == checkpoint
    assert [str(sample.direction) for sample in verify(model)] == ["ru-en"]
    facts = read_facts(model.folder)
    assert facts is not None
    assert facts.quantization == "int8"


@pytest.mark.torch
@needs_torch
def test_a_model_of_several_targets(make_checkpoint: Maker, tmp_path: Path) -> None:
    checkpoint = make_checkpoint("opus-mt-tc-big-en-zle", added=(">>bel<<", ">>rus<<", ">>ukr<<"))
    model = convert(checkpoint, tmp_path / "made", name=checkpoint.name)
    assert model.tags == {"en-ru": ">>rus<<"}
    assert len(verify(model)) == 1


@pytest.mark.torch
@needs_torch
def test_a_model_of_our_recipe(make_checkpoint: Maker, tmp_path: Path) -> None:
    added = (">>rus<<", ">>eng<<", *(f"<x{number}>" for number in range(10)))
    checkpoint = make_checkpoint("own", languages=("ru", "en"), added=added)
    model, starter = convert(checkpoint, tmp_path / "made", name="own"), find_model("starter")
    assert (model.tags, model.placeholders, model.hints, model.window) == (
        starter.tags,
        starter.placeholders,
        starter.hints,
        starter.window,
    )


@pytest.mark.torch
@needs_torch
def test_float32_on_request_and_the_same_bytes_every_time(make_checkpoint: Maker, tmp_path: Path) -> None:
    checkpoint = make_checkpoint("opus", languages=("ru", "en"))
    made = [
        convert(checkpoint, tmp_path / f"made{number}", name="opus", quantization=quantization)
        for number, quantization in enumerate(("float32", "int8", "int8"))
    ]
    sizes = [(model.folder / "model.bin").stat().st_size for model in made]
    assert sizes[0] > 2 * sizes[1]
    with pytest.raises(UsageError, match="there is int8, float32"):
        convert(checkpoint, tmp_path / "made3", name="opus", quantization="int4")
    assert made[1].digest == made[2].digest != made[0].digest


@pytest.mark.torch
@needs_torch
def test_other_languages_are_not_converted(make_checkpoint: Maker, tmp_path: Path) -> None:
    with pytest.raises(DirectionError, match="translates de into fr"):
        convert(make_checkpoint("opus", languages=("de", "fr")), tmp_path / "made", name="opus")
    with pytest.raises(ModelFormatError, match="ends in -ru-en or -en-ru"):
        find_model(str(make_checkpoint("my-thing")))
    assert find_model(str(make_checkpoint("thing-en-ru"))).tags == {"en-ru": None}


@pytest.mark.torch
@needs_torch
def test_weights_that_do_not_fit_leave_nothing(make_checkpoint: Maker, empty_machine: Path) -> None:
    checkpoint = make_checkpoint("opus", languages=("ru", "en"), pickle=True)
    cut(checkpoint / "pytorch_model.bin", 1000)
    error = failure("add", str(checkpoint))
    assert isinstance(error, ModelFormatError)
    assert list(empty_machine.iterdir()) == []


@pytest.mark.torch
@needs_torch
def test_a_checkpoint_is_converted_once_and_again_when_trained_further(make_checkpoint: Maker, empty_machine: Path) -> None:
    checkpoint = make_checkpoint("mine", languages=("ru", "en"))
    first = find_model(str(checkpoint))
    made = (first.folder / "model.bin").stat().st_mtime_ns
    assert first.folder.parent == empty_machine
    assert first.name == "mine"
    again = find_model(str(checkpoint))
    assert (again, (again.folder / "model.bin").stat().st_mtime_ns) == (first, made)
    assert find_model("mine") == first
    make_checkpoint("mine", languages=("ru", "en"), seed=2)
    with pytest.raises(ModelFormatError, match="other weights"):
        verify(first)
    assert find_model(str(checkpoint)).digest != first.digest
    assert len(list(empty_machine.iterdir())) == 1


@pytest.mark.torch
@needs_torch
def test_add_from_the_hubs_cache(make_checkpoint: Maker, empty_machine: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lay_out(hub.hub_cache(), HUB_NAME, make_checkpoint("opus", languages=("ru", "en"), pickle=True))
    capfd.readouterr()
    result = run("add", HUB_NAME)
    assert result.exception is None
    assert result.output.startswith(f"added {HUB_NAME} (ru-en), ")
    assert result.stderr == ""
    model = find_model(HUB_NAME, directions=[RU_EN])
    assert model.folder == empty_machine / "Helsinki-NLP--opus-mt-ru-en"
    assert model.checkpoint is not None
    assert model.checkpoint.name == REVISION
    assert f"revision:     {REVISION}" in run("show", HUB_NAME).output
    assert len(verify(model)) == 1
    assert capfd.readouterr().err == ""
    run("remove", HUB_NAME)
    assert model.checkpoint.is_dir()


@pytest.mark.torch
@needs_torch
def test_a_folder_copied_from_another_machines_cache(make_checkpoint: Maker, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "stick", HUB_NAME, make_checkpoint("opus", languages=("ru", "en")))
    assert find_model(str(folder)).name == HUB_NAME
    assert run("add", str(folder)).exception is None
    assert find_model(HUB_NAME).tags == {"ru-en": None}
    assert run("add", str(folder)).exception is None
    other = make_checkpoint("other", languages=("ru", "en"), seed=2)
    assert isinstance(failure("add", str(other), "--name", HUB_NAME), UsageError)


@pytest.mark.torch
@needs_torch
def test_the_bundled_model_is_the_conversion_of_its_checkpoint(tmp_path: Path) -> None:
    bundled = find_model("starter")
    if bundled.checkpoint is None:
        pytest.skip("an installed package has no checkpoint")
    assert read_json(bundled.checkpoint / "config.json")["model_type"] == "marian"
    assert verify(convert(bundled.checkpoint, tmp_path / "made", name="starter")) == verify(bundled)
