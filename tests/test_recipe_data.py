"""The recipe's data: cleaning, links, hints, vocabulary, batches. Nothing here needs torch."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipe import alignment, arrays, cleaning, dataset, files, hints, links, pairs, sources, synthetic, values, vocabulary
from recipe.pairs import Kind, Pair, Stretch, WordLink

from .conftest import CASES

TOY = CASES / "recipe" / "pairs.tsv"
CLEAN = Pair("Президент прибыл в Москву в понедельник.", "The president arrived in Moscow on Monday.", "")
HELD_OUT = ("Эта строка - из проверочного набора", "This line belongs to the test set.")


@pytest.fixture(scope="module")
def toy() -> list[Pair]:
    found = list(pairs.read_pairs(TOY))
    dictionary = links.read_dictionary(found)
    return [links.link(pair, dictionary) for pair in found]


@pytest.fixture(scope="module")
def pieces(toy: list[Pair]) -> vocabulary.Pieces:
    return vocabulary.Pieces(vocabulary.train((side for pair in toy for side in (pair.ru, pair.en)), size=400))


@pytest.fixture(scope="module")
def data(toy: list[Pair], pieces: vocabulary.Pieces, tmp_path_factory: pytest.TempPathFactory) -> dataset.Bitext:
    path = tmp_path_factory.mktemp("data") / "train.npz"
    arrays.save(path, arrays.build(toy, pieces=pieces, sources=sources.read_sources(), rates=hints.Rates()))
    return dataset.Bitext(path)


# Lines of pairs


def test_a_line_comes_back(toy: list[Pair], tmp_path: Path) -> None:
    for name in ("pairs.tsv", "pairs.tsv.xz"):
        assert pairs.write_pairs(tmp_path / name, toy) == len(toy)
        assert list(pairs.read_pairs(tmp_path / name)) == toy


def test_source_and_links_may_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "two.tsv").write_text("\ufeffДа.\tYes.\r\n\nНет.\tNo.\tx\n", encoding="utf-8")
    assert list(pairs.read_pairs(tmp_path / "two.tsv")) == [Pair("Да.", "Yes."), Pair("Нет.", "No.", "x")]


def test_an_error_leaves_what_was_there(toy: list[Pair], tmp_path: Path) -> None:
    def breaks() -> Iterator[Pair]:
        yield toy[0]
        raise files.RecipeError("no more")

    for name in ("pairs.tsv", "pairs.tsv.xz"):
        pairs.write_pairs(tmp_path / name, toy)
        with pytest.raises(files.RecipeError):
            pairs.write_pairs(tmp_path / name, breaks())
        assert list(pairs.read_pairs(tmp_path / name)) == toy
    assert len(list(tmp_path.iterdir())) == 2


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("Да.\tYes.\tx\nДа. Yes.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: 1 column,"):
        list(pairs.read_pairs(tmp_path / "bad.tsv"))


# Cleaning


def _cleaned(some: list[Pair]) -> tuple[list[Pair], cleaning.Report]:
    report = cleaning.Report()
    return list(cleaning.clean(some, held_out=cleaning.HeldOut(HELD_OUT), report=report)), report


def _dirty() -> list[Pair]:
    """The pairs of dirty.tsv; the source is what they are dropped by."""
    text = (CASES / "recipe" / "dirty.tsv").read_text(encoding="utf-8")
    plain = re.sub(r"\\(?:x(..)|u(....))", lambda code: chr(int(code[1] or code[2], 16)), text)
    rows = (line.split("\t") for line in plain.split("\n")[1:] if line)
    return [Pair(ru, en, name) for name, ru, en in rows]


@pytest.mark.parametrize("pair", _dirty(), ids=lambda pair: pair.source)
def test_each_filter_drops_what_it_should(pair: Pair) -> None:
    _, report = _cleaned([CLEAN, pair] if pair.source == "duplicate" else [pair])
    assert dict(report.dropped) == ({} if pair.source == "kept" else {pair.source: 1})


def test_the_report_adds_up() -> None:
    dirty = _dirty()
    _, report = _cleaned(dirty)
    assert report.read == report.kept + sum(report.dropped.values()) == len(dirty)
    rows = report.table().splitlines()
    assert rows[0].split() == ["read", str(len(dirty)), "100.0%"]
    assert rows[-1].split()[:2] == ["kept", str(report.kept)]


_TEXTS = st.text(alphabet="абвАБ abcXY 12.,-\x00і", max_size=12)


@given(st.lists(st.builds(Pair, ru=_TEXTS, en=_TEXTS, source=st.just("x")), max_size=8))
def test_cleaning_is_idempotent(some: list[Pair]) -> None:
    kept, _ = _cleaned(some)
    again, report = _cleaned(kept)
    assert again == kept
    assert not report.dropped


# Links


def test_words_and_names_are_linked(toy: list[Pair]) -> None:
    found = {(link.kind, link.ru.base, link.en.base) for link in toy[0].links + toy[31].links}
    assert found == {
        (Kind.WORD, "президент", "president"),
        (Kind.WORD, "прибыть", "arrive"),
        (Kind.NAME, "Москва", "Moscow"),
        (Kind.WORD, "понедельник", "monday"),
        (Kind.NAME, "Иванов", "Ivanov"),
    }


@pytest.mark.parametrize(
    ("ru", "en", "expected"),
    [
        ("со слов Эльвиры Набиуллиной", "according to Elvira Nabiullina", ("Эльвира Набиуллина", "Elvira Nabiullina")),
        ("встреча с Олафом Шольцем", "a meeting with Olaf Sholtz", ("Олаф Шольц", "Olaf Sholtz")),
        ("план Шмыгаля", "Shmyhal's plan", ("Шмыгаль", "Shmyhal")),
        ("заявили в НАТО", "NATO said", ("НАТО", "NATO")),
    ],
)
def test_names_in_a_row_are_one(ru: str, en: str, expected: tuple[str, str]) -> None:
    (only,) = links.link(Pair(ru, en, ""), {}).links
    assert (only.ru.base, only.en.base) == expected
    assert en[only.en.start : only.en.stop] == expected[1]


def test_english_bases() -> None:
    assert {"party", "stop", "close", "watch"} <= {
        base for word in ("parties", "stopped", "closed", "watches") for base in links.english_bases(word)
    }


# Hints


def _linked(ru: str, en: str, kind: Kind, there: Stretch, here: Stretch) -> Pair:
    return Pair(ru, en, "", (WordLink(kind, there, here),))


def test_hints_are_inserted_behind_their_words() -> None:
    words = Stretch(8, 19, "Набиуллина"), Stretch(0, 10, "Nabiullina")
    pair = _linked("со слов Набиуллиной", "Nabiullina says", Kind.TOLD, *words)
    sides = hints.mark_sides(pair, machine=None, rates=hints.Rates(hinted=0.0), rng=random.Random(1))
    assert sides.ru_source == "со слов Набиуллиной<x8> Nabiullina<x9>"
    assert sides.en_source == "Nabiullina<x8> Набиуллина<x9> says"
    assert (sides.ru, sides.en) == (pair.ru, pair.en)


def test_machine_made_sides_are_marked_and_have_no_hints() -> None:
    pair = _linked("Иванов прибыл", "Ivanov arrived", Kind.NAME, Stretch(0, 6, "Иванов"), Stretch(0, 6, "Ivanov"))
    sides = hints.mark_sides(pair, machine="en", rates=hints.Rates(hinted=1.0, name=1.0), rng=random.Random(1))
    assert (sides.en_source, sides.ru_source) == ("<x7> Ivanov arrived", "Иванов<x8> Ivanov<x9> прибыл")


def test_what_is_carried_is_the_same_on_both_sides() -> None:
    pair = Pair("Сайт example в 2019 году", "Site example in 2019", "")
    seen = {hints.carry(pair, random.Random(seed)) for seed in range(20)}
    assert ("Сайт <x0> в <x1> году", "Site <x0> in <x1>") in seen
    for ru, en in seen:
        assert [marker in ru for marker in hints.PLACEHOLDERS] == [marker in en for marker in hints.PLACEHOLDERS]


_WORDS = st.lists(st.text(alphabet="абвгдежз", min_size=1, max_size=6), min_size=1, max_size=8)


@given(words=_WORDS, seed=st.integers(0, 2**32), data=st.data())
def test_hints_removed_give_the_text_back(words: list[str], seed: int, data: st.DataObject) -> None:
    text, found, at = " ".join(words), [], 0
    for word in words:
        if data.draw(st.booleans()):
            kind = data.draw(st.sampled_from(Kind))
            found.append(WordLink(kind, Stretch(at, at + len(word), word), Stretch(at, at + len(word), word.upper())))
        at += len(word) + 1
    pair = Pair(text, text.upper(), "", tuple(found))
    sides = hints.mark_sides(pair, machine=None, rates=hints.Rates(hinted=1.0, carried=0.0), rng=random.Random(seed))
    assert hints.remove_hints(sides.ru_source) == pair.ru
    assert hints.remove_hints(sides.en_source) == pair.en
    for one in found:
        start, stop = hints.in_source(one.ru, sides.marks[0], machine=False)
        assert hints.remove_hints(sides.ru_source[start:stop]) == pair.ru[one.ru.start : one.ru.stop]
    same = hints.mark_sides(pair, machine=None, rates=hints.Rates(hinted=1.0, carried=0.0), rng=random.Random(seed))
    assert same == sides


# Vocabulary


def test_the_first_pieces_are_those_of_every_checkpoint(pieces: vocabulary.Pieces) -> None:
    assert pieces.names[:4] == ("</s>", "<unk>", ">>rus<<", ">>eng<<")
    assert pieces.names[4:14] == tuple(f"<x{number}>" for number in range(10))
    assert (pieces.names[14], pieces.names[269]) == ("<0x00>", "<0xFF>")
    assert list(pieces.ids())[-1] == "<pad>"
    assert pieces.ids()["<pad>"] == pieces.pad


def test_markers_are_single_pieces(pieces: vocabulary.Pieces) -> None:
    names = [pieces.names[number] for number in pieces.encode("Иванов<x8> Ivanov<x9> прибыл")]
    assert names.count("<x8>") == names.count("<x9>") == 1
    assert pieces.decode(pieces.encode("Президент прибыл <x0>.")) == "Президент прибыл <x0>."


def test_a_vocabulary_is_chosen_from_a_larger_one(toy: list[Pair], pieces: vocabulary.Pieces) -> None:
    texts = [pair.ru for pair in toy] + [pair.en for pair in toy]
    chosen = vocabulary.Pieces(vocabulary.choose(pieces.model, texts, size=150))
    assert len(chosen.names) == vocabulary.FIRST_ORDINARY + 150
    assert chosen.names[: vocabulary.FIRST_ORDINARY] == pieces.names[: vocabulary.FIRST_ORDINARY]
    assert [chosen.decode(chosen.encode(text)) for text in texts] == texts
    rows = vocabulary.find_rows(chosen.model, pieces.model)
    assert all(chosen.names[ours] == pieces.names[theirs] for ours, theirs in rows.items())
    assert len(rows) == 150


def test_another_vocabulary_is_refused() -> None:
    import io

    import sentencepiece

    written = io.BytesIO()
    texts = [side for pair in pairs.read_pairs(TOY) for side in (pair.ru, pair.en)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_writer=written, vocab_size=150, hard_vocab_limit=False, minloglevel=2
    )
    with pytest.raises(ValueError, match="the vocabulary begins with"):
        vocabulary.Pieces(written.getvalue())


# Sources


def test_the_list_of_sources() -> None:
    listed = sources.read_sources()
    assert "newstest2019" in listed.held_out
    assert len({source.name for source in listed.sources}) == len(listed.sources)
    expected = {
        "newstest2018": "wmt-tests",
        "tatoeba2020-07-28": "tatoeba",
        "php-manual": "documentation",
        "synthetic.names": "synthetic",
    }
    for column, name in expected.items():
        found = listed.of_line(column)
        assert found is not None
        assert found.name == name
    assert listed.of_line("newstest2019") is None


def test_mistakes_in_the_list_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(
        'held-out = []\n[[source]]\nname = "a"\nkind = "x"\nweight = 2\nshape = 1\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match="a: no licence") as error:
        sources.read_sources(tmp_path / "s.toml")
    assert all(part in str(error.value) for part in ("no where", "shape means nothing", "kind is none of", "weight is not"))


def test_raw_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "ud-pud.ru").write_text("Да.\nНет.\n", encoding="utf-8")
    (tmp_path / "ud-pud.en").write_text("Yes.\nNo.\n", encoding="utf-8")
    (tmp_path / "tico19.tsv").write_text("Да.\tYes.\tmore\n", encoding="utf-8")
    listed = {source.name: source for source in sources.read_sources().sources}
    assert [(p.ru, p.en) for p in sources.read_raw(listed["ud-pud"], tmp_path)] == [("Да.", "Yes."), ("Нет.", "No.")]
    assert list(sources.read_raw(listed["tico19"], tmp_path)) == [Pair("Да.", "Yes.", "tico19")]
    assert list(sources.read_raw(listed["xquad"], tmp_path)) == []


def test_files_that_no_source_claims_are_sources_of_their_own(tmp_path: Path) -> None:
    for name in ("mine.tsv", "news.ru", "news.en", "alone.ru", "notes.txt", "tico19.tsv", ".hidden.tsv"):
        (tmp_path / name).write_text("Да.\tYes.\n" if name.endswith("tsv") else "Да.\n", encoding="utf-8")
    own, unread = sources.own_sources(sources.read_sources().sources, tmp_path)
    assert [(source.name, source.weight, source.files) for source in own] == [
        ("mine", 1.0, ("mine.tsv",)),
        ("news", 1.0, ("news.ru", "news.en")),
    ]
    assert [path.name for path in unread] == ["alone.ru", "notes.txt"]
    assert [list(sources.read_raw(source, tmp_path)) for source in own] == [
        [Pair("Да.", "Yes.", "mine")],
        [Pair("Да.", "Да.", "news")],
    ]


# Arrays and batches


def test_the_arrays_hold_the_texts(data: dataset.Bitext, toy: list[Pair], pieces: vocabulary.Pieces) -> None:
    assert len(data) == len(toy)
    for number, pair in enumerate(toy):
        for into_russian in (False, True):
            example = data.example(number, into_russian=into_russian, pieces=pieces)
            assert example.source[0] == pieces.tag("ru" if into_russian else "en")
            assert example.source[-1] == example.target[-1] == 0
            if not any(marker in pieces.decode(example.target) for marker in hints.PLACEHOLDERS):
                assert pieces.decode(example.target) == (pair.ru if into_russian else pair.en)


def test_linked_pieces_are_those_of_the_words(data: dataset.Bitext, toy: list[Pair], pieces: vocabulary.Pieces) -> None:
    for number, pair in enumerate(toy[:30]):
        example = data.example(number, into_russian=False, pieces=pieces)
        words = [(pair.en[one.en.start : one.en.stop], pair.ru[one.ru.start : one.ru.stop]) for one in pair.links]
        for target, start, stop in example.links:
            piece = pieces.names[example.target[target]].strip("▁")
            looked = hints.remove_hints(pieces.decode(example.source[start:stop]))
            assert any(piece in en and ru in looked for en, ru in words), (piece, looked)


def test_pairs_of_one_sentence_are_one_group(data: dataset.Bitext, toy: list[Pair]) -> None:
    same = [number for number, pair in enumerate(toy) if pair.ru == toy[0].ru]
    assert len(same) == 4
    assert len(set(data.group[same])) == 1
    assert data.only[[-2, -1]].tolist() == [1, 2]


@given(tokens=st.integers(20, 600), most=st.integers(1, 4), epoch=st.integers(0, 50))
def test_a_batch_holds_each_drawn_pair_once(data: dataset.Bitext, tokens: int, most: int, epoch: int) -> None:
    plan = dataset.plan_epoch(data, tokens=tokens, most=most, seed=1, epoch=epoch)
    taken = [(int(n), bool(r)) for batch in plan for n, r in zip(batch.pairs, batch.into_russian, strict=True)]
    assert len(taken) == len(set(taken))
    for into_russian, other in ((True, 2), (False, 1)):
        drawn = [n for n, russian in taken if russian == into_russian]
        groups = data.group[drawn].tolist()
        assert max(groups.count(group) for group in groups) <= most
        alone = [n for n in range(len(data)) if (data.group == data.group[n]).sum() <= most]
        assert {n for n in alone if data.share[n] == 1 and data.only[n] != other} <= set(drawn)
        assert not any(data.only[n] == other for n in drawn)


@given(tokens=st.integers(20, 600))
def test_a_batch_is_no_larger_than_asked(data: dataset.Bitext, pieces: vocabulary.Pieces, tokens: int) -> None:
    for batch in dataset.plan_epoch(data, tokens=tokens, most=2, seed=1, epoch=0):
        rows = zip(batch.pairs, batch.into_russian, strict=True)
        examples = [data.example(int(n), into_russian=bool(russian), pieces=pieces) for n, russian in rows]
        longest = max(max(len(example.source), len(example.target)) for example in examples)
        assert len(examples) == 1 or longest * len(examples) <= tokens


def test_the_tables_of_a_batch_are_its_examples(data: dataset.Bitext, pieces: vocabulary.Pieces) -> None:
    for batch in dataset.plan_epoch(data, tokens=300, most=2, seed=1, epoch=0):
        wanted = [
            data.example(int(n), into_russian=bool(russian), pieces=pieces)
            for n, russian in zip(batch.pairs, batch.into_russian, strict=True)
        ]
        for table, rows in zip(
            data.tables(batch, pieces), ([one.source for one in wanted], [one.target for one in wanted]), strict=True
        ):
            assert table.shape[1] == max(map(len, rows))
            assert [row.tolist() for row in table] == [row + [pieces.pad] * (table.shape[1] - len(row)) for row in rows]


def test_an_epoch_is_the_same_each_time_and_unlike_the_next(data: dataset.Bitext) -> None:
    one, again, other = (dataset.plan_epoch(data, tokens=200, most=2, seed=1, epoch=epoch) for epoch in (0, 0, 1))
    assert [batch.pairs.tolist() for batch in one] == [batch.pairs.tolist() for batch in again]
    assert [batch.pairs.tolist() for batch in one] != [batch.pairs.tolist() for batch in other]


def test_what_is_too_long_is_left_out(toy: list[Pair], pieces: vocabulary.Pieces) -> None:
    long = replace(toy[0], ru=" ".join([toy[0].ru] * 30), links=())
    built = arrays.build([long, toy[1]], pieces=pieces, sources=sources.read_sources(), rates=hints.Rates())
    assert len(built["group"]) == 1


# Made-up pairs


@pytest.fixture(scope="module")
def made() -> list[Pair]:
    return list(synthetic.synthesise(1500, seed=5))


def test_there_are_templates_enough() -> None:
    found = synthetic.read_templates()
    assert len({template.ru for template in found["names"]}) >= 40
    assert len({template.en for template in found["names"]}) >= 40


def test_made_up_pairs_are_clean(made: list[Pair]) -> None:
    assert not any(set("{}|") & set(pair.ru + pair.en) for pair in made)
    usual = [pair for pair in made if pair.source not in ("synthetic.words", "synthetic.lists")]
    report = cleaning.Report()
    list(cleaning.clean(usual, held_out=cleaning.HeldOut(()), report=report))
    assert report.kept + report.dropped["duplicate"] > 0.99 * report.read, report.table()


def test_links_of_made_up_pairs_are_where_they_say(made: list[Pair]) -> None:
    linked = [(pair, one) for pair in made for one in pair.links]
    assert len(linked) > 1000
    for pair, one in linked:
        assert pair.en[one.en.start : one.en.stop].lower() == one.en.base.lower()
        assert pair.ru[one.ru.start : one.ru.stop].lower()[:1] == one.ru.base.lower()[:1]
    assert {one.kind for _, one in linked} == {Kind.NAME, Kind.TOLD}
    assert sum(pair.ru[one.ru.start : one.ru.stop] != one.ru.base for pair, one in linked) > 0.4 * len(linked)


def test_the_same_seed_makes_the_same(made: list[Pair]) -> None:
    assert list(synthetic.synthesise(1500, seed=5)) == made
    assert list(synthetic.synthesise(1500, seed=6)) != made


@pytest.mark.parametrize(
    ("template", "gender", "expected"),
    [
        ("{p.n} {p:ушёл|ушла}", "m", "Иван Смирнов ушёл"),
        ("интервью {с p.i}", "f", "интервью с Анной Смирновой"),
        ("{p.d} запретили", "f", "Анне Смирновой запретили"),
        ("фильм {о p.l}", "f", "фильм об Анне Смирновой"),
        ("считают {p.a}", "m", "считают Ивана Смирнова"),
        ("вдова {p.g}", "m", "вдова Ивана Смирнова"),
    ],
)
def test_names_agree(template: str, gender: str, expected: str) -> None:
    first, last, en = ("Иван", "смирнов", "Ivan Smirnov") if gender == "m" else ("Анна", "смирнова", "Anna Smirnova")
    person = values.person(first, last, en, gender, Kind.NAME)
    assert synthetic.fill(synthetic.Template(template, "{p}"), {"p": person}, "").ru == expected


@pytest.mark.parametrize(
    ("preposition", "word", "expected"),
    [
        ("в", "Франции", "во"),
        ("в", "Вене", "в"),
        ("в", "Владивостоке", "во"),
        ("с", "Смирновым", "со"),
        ("с", "С. Ивановым", "с"),
        ("о", "Иране", "об"),
        ("о", "Японии", "о"),
    ],
)
def test_prepositions(preposition: str, word: str, expected: str) -> None:
    assert synthetic.with_vowel(preposition, word) == expected


def test_forms_by_number() -> None:
    assert [values.of_number(number, "ru") for number in (1, 2, 5, 11, 12, 21, 24, 111, 1001)] == [0, 1, 2, 2, 2, 0, 1, 2, 0]
    assert [values.of_number(number, "en") for number in (1, 2)] == [0, 1]


def test_capitals_keep_their_links(made: list[Pair]) -> None:
    shouted = [pair for pair in made if pair.source == "synthetic.capitals" and pair.links]
    assert shouted
    assert all(pair.en[one.en.start : one.en.stop] == one.en.base for pair in shouted for one in pair.links)


# Alignment


def test_the_gold_alignments_are_whole() -> None:
    gold = alignment.read_aligned(CASES / "recipe" / "aligned.tsv")
    assert len(gold) == 50
    for pair in gold:
        assert pair.sure <= pair.possible
        assert {en for _, en in pair.possible} == set(range(len(pair.en)))
        assert alignment.error_rate([pair.sure], [pair]) == 0
    assert alignment.join_tokens(gold[9].en)[0] == "Ivanov's lawyer appealed the verdict on Monday."


def test_the_error_rate() -> None:
    pair = alignment.parse_aligned("а б в\ta b c\t0-0 1?1 2-2")
    rates = [
        alignment.error_rate([frozenset(found)], [pair]) for found in ({(0, 0), (2, 2)}, {(0, 0), (1, 1), (2, 2)}, {(0, 1)})
    ]
    assert rates == [0, 0, 1]
    assert alignment.error_rate([frozenset({(0, 0)})], [pair]) == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="3-0: not a link"):
        alignment.parse_aligned("а б в\ta b c\t3-0")


def test_alignment_by_attention(pieces: vocabulary.Pieces, tmp_path: Path) -> None:
    from polyglot_news.mt.vocabulary import Vocabulary

    pieces.save(tmp_path)
    known = Vocabulary(tmp_path / "source.spm", tmp_path / "target.spm")
    pair = alignment.parse_aligned("Иванов прибыл\tIvanov arrived\t0-0 1-1")

    def diagonal(source: Sequence[str], target: Sequence[str]) -> list[list[float]]:
        step = (len(source) - 3) / max(len(target) - 1, 1)
        return [[float(at == 1 + round(step * row)) for at in range(len(source))] for row in range(len(target))]

    for both in (False, True):
        found = alignment.align(pair, tags=vocabulary.TAGS, attention=diagonal, vocabulary=known, both=both)
        assert {(0, 0), (1, 1)} <= found["ru"] & found["en"]
