"""Archives: which documents are found, under which names, what they hold, and that nothing damaged stops the rest."""

import ast
import bz2
import gzip
import io
import itertools
import lzma
import os
import random
import re
import struct
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from polyglot_news.archive import containers
from polyglot_news.archive.globs import covers, matches
from polyglot_news.archive.places import Entry, Place
from polyglot_news.archive.sources import Source, Unreadable, _named, read_all, walk
from polyglot_news.errors import ReadError, UsageError, WriteError

from .conftest import CASES

Files = dict[str, bytes]
BUCKETS = itertools.count()
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def rows(table: str) -> list[list[str]]:
    lines = (CASES / "archive" / f"{table}.tsv").read_text(encoding="utf-8").split("\n")
    return [[unescaped(cell) for cell in line.split("\t")] for line in lines if "\t" in line and not line.startswith("# ")]


def unescaped(text: str) -> str:
    return re.sub(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4})", lambda found: str(ast.literal_eval(f'"{found[0]}"')), text)


def fill(folder: Path, files: Files) -> Place:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Place.of(str(folder))


def names(place: Place, **options: Sequence[str]) -> list[str]:
    """The names of all documents; fails if anything is unreadable."""
    found = list(walk(place, **options))
    assert [item for item in found if isinstance(item, Unreadable)] == []
    return [item.name for item in found]


def sources(place: Place) -> list[Source]:
    return [item for item in walk(place) if isinstance(item, Source)]


def problems(place: Place) -> dict[str, str]:
    return {item.name: item.reason for item in walk(place) if isinstance(item, Unreadable)}


def contents(place: Place, limit: int = 20_000_000) -> dict[str, bytes | str]:
    """What each document holds, or why it cannot be read."""
    read = read_all(place, sources(place), limit=limit)
    return {source.name: data.reason if isinstance(data, Unreadable) else data for source, data in read}


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


class RawName(zipfile.ZipInfo):
    """A member whose name is in another encoding, without the bit that says UTF-8."""

    raw = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, self.flag_bits & ~0x800


def zipped_raw(files: Sequence[tuple[bytes, bytes]], extra: bytes = b"") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number, (raw, content) in enumerate(files):
            info = RawName(str(number))
            info.raw, info.extra = raw, extra
            archive.writestr(info, content)
    return data.getvalue()


def tarred(files: Files, pack: Callable[[bytes], bytes] = bytes, others: Sequence[tarfile.TarInfo] = ()) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info in others:
            archive.addfile(info)
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return pack(data.getvalue())


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def counted(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[object]:
    """What a function is called with from now on."""
    calls: list[object] = []
    function = getattr(owner, name)

    def noting(argument: object) -> object:
        calls.append(argument)
        return function(argument)

    monkeypatch.setattr(owner, name, noting)
    return calls


# Globs


@pytest.mark.parametrize(("pattern", "name", "answer"), rows("globs"))
def test_glob(pattern: str, name: str, answer: str) -> None:
    assert matches(name, [pattern]) is (answer == "yes")


def test_globs_are_alternatives() -> None:
    assert matches("a.md", ["*.txt", "*.md"])
    assert not matches("a.md", [])


@pytest.mark.parametrize(
    ("pattern", "answer"), [("2021", True), ("2021/", True), ("*.md", True), ("2021/05", True), ("05/", True), ("a.md/", False)]
)
def test_a_folder_covers_what_is_in_it(pattern: str, answer: bool) -> None:
    assert covers("2021/05/a.md", [pattern]) is answer


# Places


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "C:/a", "c:a", "a\0b", "\\\\server\\a", "..\\a", "", ".", "a/.."]
)
@pytest.mark.parametrize("text", ["", "memory://leaving"])
def test_names_that_leave_are_refused(tmp_path: Path, text: str, name: str) -> None:
    place = Place.of(text or str(tmp_path / "in"))
    with pytest.raises(WriteError, match=r"\A[^\n]+: cannot be written: [^\n]+\Z"):
        place.write(name, b"x")
    with pytest.raises(ReadError, match=r"\A[^\n]+\Z"):
        place.read(name)
    assert list(tmp_path.rglob("*")) == []


@given(name=st.text(st.sampled_from("ab./\\:C \0é") | st.characters(), max_size=12))
@example("a/./b")
@example("x/..")
def test_a_name_never_leaves_the_place(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    outside = tmp_path_factory.mktemp("outside")
    place = Place.of(str(outside / "in" / "deep"))
    try:
        place.write(name, b"x")
        assert place.read(name) == b"x"
        expected = 1
    except WriteError:
        expected = 0
    written = [path for path in outside.rglob("*") if path.is_file()]
    assert len(written) == expected
    assert all(path.is_relative_to(outside / "in" / "deep") for path in written)


@pytest.mark.parametrize("text", ["", "memory://round", "memory://round/deeper"])
def test_write_and_read(tmp_path: Path, text: str) -> None:
    place = Place.of(text or str(tmp_path / "out"))
    assert place.is_local is (not text)
    assert not place.exists("2021/Ёлка.md")
    assert place.stat("2021/Ёлка.md") is None
    place.write("2021/Ёлка.md", "первый".encode())
    first = place.stat("2021/Ёлка.md")
    time.sleep(0.01)
    place.write("2021/Ёлка.md", "второй".encode())
    assert place.read("2021/Ёлка.md").decode() == "второй"
    assert place.exists("2021/Ёлка.md")
    second = place.stat("2021/Ёлка.md")
    assert first is not None and second is not None
    assert second.size == first.size == 12
    assert second != first
    assert second == place.stat("2021/Ёлка.md")
    assert place.stat("2021") is None


def test_file_urls(tmp_path: Path) -> None:
    folder = tmp_path / "с пробелом"
    place = Place.of(folder.as_uri())
    place.write("a.md", b"x")
    assert (folder / "a.md").read_bytes() == b"x"
    assert place.is_local
    with pytest.raises(UsageError, match="no folder of this machine"):
        Place.of("file://server/share")


@pytest.mark.parametrize(
    ("text", "message"),
    [("nonsense://x", "nonsense://x: .*[Nn]ot known"), ("oss://bucket/x", "pip install ossfs"), ("", "empty")],
)
def test_unknown_places(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        Place.of(text)
    assert "\n" not in str(raised.value)


def test_a_missing_driver_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(UsageError, match="install it: pip install s3fs"):
        Place.of("s3://bucket/x")


def test_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        Place.of(str(tmp_path)).write("a.md", b"x")
        assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640
        (tmp_path / "a.md").chmod(0o604)
        Place.of(str(tmp_path)).write("a.md", b"y")
        assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o604
    finally:
        os.umask(mask)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = fill(tmp_path, {"a.md": b"old"})

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match=r"a\.md: cannot be written: No space left on device\Z"):
        place.write("a.md", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.md": b"old"}


def test_writing_replaces_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    place = fill(tmp_path / "out", {"b.md": b"kept"})
    (tmp_path / "elsewhere.md").write_bytes(b"kept")
    (tmp_path / "out" / "a.md").symlink_to(tmp_path / "elsewhere.md")
    place.write("a.md", b"new")
    assert (tmp_path / "elsewhere.md").read_bytes() == b"kept"
    assert place.read("a.md") == b"new"


@pytest.mark.parametrize(
    ("name", "message"),
    [("x" * 300, "File name too long"), ("file.md/a.md", "Not a directory|File exists"), ("folder", "directory")],
)
def test_what_the_system_refuses(tmp_path: Path, name: str, message: str) -> None:
    place = fill(tmp_path, {"file.md": b"x", "folder/a.md": b"x"})
    with pytest.raises(WriteError, match=message):
        place.write(name, b"y")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.md", "file.md", "folder"]


def test_remove_stale(tmp_path: Path) -> None:
    old, new = ".polyglot-news-0123456789abcdef.part", ".polyglot-news-fedcba9876543210.part"
    other = [".polyglot-news-1.part", "polyglot-news-0123456789abcdef.part", ".a.part", "below/" + old]
    place = fill(tmp_path, dict.fromkeys([old, new, "2021/" + old, *other], b"half"))
    for path in tmp_path.rglob("*.part"):
        os.utime(path, (1000, 1000))
    os.utime(tmp_path / new, (3000, 3000))
    assert place.remove_stale(["", "2021", "2021", "missing"], before=2000) == 2
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.part")) == sorted([new, *other])
    assert Place.of("memory://stale").remove_stale([""], before=2000) == 0


# Names


@pytest.mark.parametrize(("encoding", "name"), rows("names"))
def test_names_in_zip(tmp_path: Path, encoding: str, name: str) -> None:
    place = fill(tmp_path, {"a.zip": zipped_raw([(name.encode(encoding), b"x")])})
    assert contents(place) == {f"a.zip/{name}": b"x"}


def test_unicode_path_of_zip(tmp_path: Path) -> None:
    raw, path = b"NOVOST~1.TXT", "Новости.txt".encode()
    for crc, expected in ((zlib.crc32(raw), "Новости.txt"), (zlib.crc32(b"other"), "NOVOST~1.TXT")):
        extra = struct.pack("<HHBL", 0x7075, 5 + len(path), 1, crc) + path
        place = fill(tmp_path, {"a.zip": zipped_raw([(raw, b"x")], extra)})
        assert contents(place) == {f"a.zip/{expected}": b"x"}


def test_utf8_bit_of_zip(tmp_path: Path) -> None:
    assert names(fill(tmp_path, {"a.zip": zipped({"Ёлка/新闻.md": b"x"})})) == ["a.zip/Ёлка/新闻.md"]


@pytest.mark.parametrize(("name", "path", "reason"), rows("members"))
def test_paths_of_members(name: str, path: str, reason: str) -> None:
    member = containers._member(0, name, "", 0)
    assert (member.name, member.reason) == (path, reason)


@given(st.text(st.sampled_from("ab./\\:C \0é\udcff") | st.characters(), max_size=20))
def test_a_member_never_leaves_the_place(name: str) -> None:
    shown = containers._member(0, name, "", 0).name
    shown.encode("utf-8")
    assert shown == "" or not PurePosixPath(shown).is_absolute()
    assert ".." not in shown.split("/")
    assert not re.search(r"[\0-\x1f\\]|\A[A-Za-z]:", shown)


NAME = st.lists(
    st.sampled_from([b"a", b"-2", b".md", b"\xcf", b"\xef", b"\xd0\x9f", b"%FF", b"\xff", b"\x80", b"\\", b"A:"]), min_size=1
)


@given(st.sets(NAME.map(b"".join), min_size=1, max_size=12))
def test_shown_names_are_unique(raw: set[bytes]) -> None:
    entries = [Entry(name.decode("utf-8", "surrogateescape"), "file") for name in sorted(raw)]
    shown = {entry.name: part for entry, part in _named(entries, is_top=True)}
    assert len(set(shown.values())) == len(entries)
    for name, part in shown.items():
        part.encode("utf-8")
        assert part == name or re.search(r"[\udc80-\udcff\\]|\A[A-Za-z]:", name)
    backwards = {entry.name: part for entry, part in _named(reversed(entries), is_top=True)}
    assert backwards == shown


@given(st.lists(st.sampled_from(["a.md", "a-2.md", "a-3.md", "b", "b-2", "x/a.md"]), max_size=12))
def test_members_of_one_name_get_numbers(members: list[str]) -> None:
    taken: set[str] = set()
    found = [containers.free_name(name, taken) for name in members]
    assert len(set(found)) == len(members)
    assert found[:1] == members[:1]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Новости.md".encode("windows-1251"), "Новости.md"),
        ("Україна.md".encode("windows-1251"), "Україна.md"),
        (b"caf\xe9.md", "caf%E9.md"),
        ("Ставка".encode() + b"\xff.md", "Ставка%FF.md"),
        (b"a\nb.md", "a%0Ab.md"),
        (b"a\\b.md", "a%5Cb.md"),
        (b"A: b.md", "A%3A b.md"),
    ],
)
def test_names_on_the_disk(tmp_path: Path, raw: bytes, shown: str) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_bytes(b"x")
    except (OSError, ValueError):
        pytest.skip("this file system has no such names")
    place = Place.of(str(tmp_path))
    assert contents(place) == {shown: b"x"}


def test_names_that_would_be_one(tmp_path: Path) -> None:
    fill(tmp_path, {"П.md": b"utf-8", "%FF.md": b"plain"})
    try:
        for raw, data in ((b"\xcf.md", b"1251"), (b"\xff\xfe\x98.md", b"stray")):
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_bytes(data)
    except OSError:
        pytest.skip("this file system has no such names")
    expected = {"%FF.md": b"plain", "%FF%FE%98.md": b"stray", "П.md": b"utf-8", "П-2.md": b"1251"}
    assert contents(Place.of(str(tmp_path))) == expected


# Walking


def test_walk(tmp_path: Path) -> None:
    kept = ["2021/05/b.MD", "2021/a.md", "2021-x.txt", "a.zip/m.md", "b.markdown"]
    left = [".git/x.md", ".hidden.md", "2021/photo.jpg", "noext", "2021/.x/y.md", "md"]
    files = {name: b"x" for name in kept + left if ".zip/" not in name}
    place = fill(
        tmp_path, files | {"a.zip": zipped({"m.md": b"x", ".hidden/m.md": b"x", "__MACOSX/._m.md": b"x", "p.jpg": b"x"})}
    )
    assert names(place) == sorted(kept)
    assert names(place) == names(place)
    assert {source.name: source.size for source in sources(place)} == dict.fromkeys(kept, 1)


def test_include_and_exclude(tmp_path: Path) -> None:
    files = dict.fromkeys(["a.md", "b.post", "2021/c.md", "2021/d.post", "drafts/e.md", "2021/drafts/f.md"], b"x")
    place = fill(tmp_path, files | {"o.zip": zipped(dict.fromkeys(["g.md", "h.post", "drafts/i.md"], b"x"))})
    assert names(place, include=["*.post"]) == ["2021/d.post", "b.post", "o.zip/h.post"]
    assert names(place, include=["*.post", "*.md"], exclude=["drafts"]) == [
        "2021/c.md", "2021/d.post", "a.md", "b.post", "o.zip/g.md", "o.zip/h.post",
    ]  # fmt: skip
    assert names(place, include=["2021/*"]) == ["2021/c.md", "2021/d.post"]
    assert names(place, exclude=["2021/**", "o.zip"]) == ["a.md", "drafts/e.md"]
    assert names(place, exclude=["o.zip/**", "**/c.md", "/drafts/"]) == ["2021/drafts/f.md", "a.md"]


def test_skip(tmp_path: Path) -> None:
    place = fill(tmp_path, dict.fromkeys(["a.md", "out/b.md", "out2/c.md", "x/out/d.md"], b"x"))
    (tmp_path / "b.md").symlink_to(tmp_path / "out" / "b.md")
    assert names(place, skip=[str(tmp_path / "out")]) == ["a.md", "out2/c.md", "x/out/d.md"]
    assert names(place, skip=[str(tmp_path / "x" / ".." / "out") + "/"]) == ["a.md", "out2/c.md", "x/out/d.md"]


@pytest.mark.parametrize("text", ["missing", "a.md", "memory://missing"])
def test_no_such_folder(tmp_path: Path, text: str) -> None:
    fill(tmp_path, {"a.md": b"x"})
    place = Place.of(text if "://" in text else str(tmp_path / text))
    with pytest.raises(ReadError, match=r"\A[^\n]*(?:no such|Not a directory)[^\n]*\Z"):
        list(walk(place))


def test_an_empty_folder(tmp_path: Path) -> None:
    assert list(walk(Place.of(str(tmp_path)))) == []


def test_links(tmp_path: Path) -> None:
    root = tmp_path / "in"
    place = fill(root, {"real/a.md": b"a", ".store/deep/b.md": b"b", "real/z.zip": zipped({"m.md": b"m"})})
    fill(tmp_path, {"outside/secret.md": b"s", "secret.md": b"s"})
    links = {
        "file.md": "real/a.md",
        "pack.zip": "real/z.zip",
        "again": "real",
        "store": ".store",
        "deep": ".store/deep",
        "real/up": "..",
        "real/self": ".",
        ".store/deep/round": "..",
        "gone.md": "nowhere.md",
        "loop.md": "loop.md",
        "out.md": "../secret.md",
        "out": "../outside",
        "real/abs": "/",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    assert contents(place) == {
        "deep/b.md": b"b",
        "file.md": b"a",
        "pack.zip/m.md": b"m",
        "real/a.md": b"a",
        "real/z.zip/m.md": b"m",
    }
    reasons = problems(place)
    assert sorted(reasons) == ["gone.md", "loop.md", "out", "out.md", "real/abs"]
    assert reasons["gone.md"] == "a link that leads nowhere"
    assert reasons["out"] == reasons["out.md"] == reasons["real/abs"] == "a link that leads out of the folder"
    assert "link" in reasons["loop.md"]


def test_deep_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = fill(tmp_path, {"d/a.md": b"x"})

    def entries(folder: str) -> Iterator[Entry]:
        return iter([Entry("d", "folder")] if folder.count("d") < 1200 else [])

    monkeypatch.setattr(place, "entries", entries)
    assert names(place) == []


@pytest.mark.skipif(IS_ROOT, reason="root may read everything")
def test_permissions_to_read(tmp_path: Path) -> None:
    place = fill(tmp_path, {"a.md": b"a", "b.md": b"b", "c/d.md": b"d", "z.zip": zipped({"m.md": b"m"})})
    closed = [tmp_path / name for name in ("b.md", "c", "z.zip")]
    try:
        for path in closed:
            path.chmod(0)
        assert problems(place) == dict.fromkeys(["c", "z.zip"], "cannot be read: Permission denied")
        assert contents(place) == {"a.md": b"a", "b.md": "cannot be read: Permission denied"}
    finally:
        for path in closed:
            path.chmod(0o755)


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = fill(tmp_path, {"a.md": b"a", "c/d.md": b"d", "e/f.md": b"f"})
    scandir = os.scandir

    def refusing(path: Path) -> Iterator["os.DirEntry[str]"]:
        if Path(path).name == "c":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert problems(place) == {"c": "cannot be read: Permission denied"}
    assert contents(place) == {"a.md": b"a", "e/f.md": b"f"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    os.mkfifo(tmp_path / "other")
    assert problems(Place.of(str(tmp_path))) == {"a.md": "no regular file"}


# Stamps


def test_stamps_change_with_the_content(tmp_path: Path) -> None:
    place = fill(
        tmp_path, {"a.md": b"a", "b.md": b"b", "z.zip": zipped({"m.md": b"m"}), "t.tgz": tarred({"n.md": b"n"}, gzip.compress)}
    )
    before = {source.name: source.stamp for source in sources(place)}
    assert {source.name: source.stamp for source in sources(place)} == before
    time.sleep(0.01)
    fill(tmp_path, {"a.md": b"x", "z.zip": zipped({"m.md": b"y"}), "t.tgz": tarred({"n.md": b"z"}, gzip.compress)})
    after = {source.name: source.stamp for source in sources(place)}
    assert {name for name in before if before[name] != after[name]} == {"a.md", "z.zip/m.md", "t.tgz/n.md"}


# Containers


PACKED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("t.tar", bytes),
    ("t.tar.gz", gzip.compress),
    ("t.tgz", gzip.compress),
    ("t.tar.bz2", bz2.compress),
    ("T.TAR.XZ", lzma.compress),
]
FILES = {"b/Ёлка.md": "ёлка".encode(), "a.txt": b"a" * 70_000, "photo.jpg": b"\xff\xd8", "empty.md": b""}


@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_tar(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    place = fill(tmp_path, {name: tarred(FILES, pack)})
    expected = [f"{name}/{member}" for member in FILES if member != "photo.jpg"]
    assert names(place) == expected
    assert contents(place) == {f"{name}/{member}": data for member, data in FILES.items() if member != "photo.jpg"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zip(tmp_path: Path, method: int) -> None:
    place = fill(tmp_path, {"z.zip": zipped(FILES, method)})
    assert contents(place) == {f"z.zip/{member}": data for member, data in FILES.items() if member != "photo.jpg"}


@pytest.mark.parametrize("name", ["t.tar.gz", "z.zip"])
def test_members_in_any_order(tmp_path: Path, name: str) -> None:
    files = {f"{number}.md": str(number).encode() for number in range(9)}
    place = fill(tmp_path, {name: zipped(files) if name == "z.zip" else tarred(files, gzip.compress), "x.md": b"x"})
    wanted = sources(place)
    random.Random(1).shuffle(wanted)
    for source, data in read_all(place, wanted + wanted):
        assert data == (b"x" if source.name == "x.md" else PurePosixPath(source.name).stem.encode())


def test_a_tar_is_read_in_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{number}.md": bytes(5000) for number in range(50)}
    place = fill(tmp_path, {"t.tar.gz": tarred(files, gzip.compress)})
    wanted = sources(place)
    opened = counted(monkeypatch, place, "open")
    passes = counted(monkeypatch, containers, "_tar_pass")
    assert [len(data) for _, data in read_all(place, wanted) if isinstance(data, bytes)] == [5000] * 50
    assert (opened, len(passes)) == (["t.tar.gz"], 1)


def test_members_of_one_name(tmp_path: Path) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for content in (b"1", b"22", b"333"):
            info = tarfile.TarInfo("a.md")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    place = fill(
        tmp_path, {"t.tar": data.getvalue(), "z.zip": zipped_raw([(b"a.md", b"1"), (b"a-2.md", b"22"), (b"a.md", b"333")])}
    )
    assert contents(place) == {
        "t.tar/a.md": b"1",
        "t.tar/a-2.md": b"22",
        "t.tar/a-3.md": b"333",
        "z.zip/a.md": b"1",
        "z.zip/a-2.md": b"22",
        "z.zip/a-3.md": b"333",
    }


def test_links_in_tar(tmp_path: Path) -> None:
    others = [
        link("in.md", "a.md"),
        link("d/up.md", "../a.md"),
        link("hard.md", "a.md", tarfile.LNKTYPE),
        link("out.md", "/etc/passwd"),
        link("d/out.md", "../../x.md"),
        link("hardout.md", "../x.md", tarfile.LNKTYPE),
        link("out.jpg", "/etc/passwd"),
        link("fifo.md", "", tarfile.FIFOTYPE),
        link("dir.md", "", tarfile.DIRTYPE),
    ]
    place = fill(tmp_path, {"t.tar": tarred({"a.md": b"a"}, others=others)})
    assert contents(place) == {"t.tar/a.md": b"a"}
    out = "a link that leads out of the archive"
    assert problems(place) == {"t.tar/out.md": out, "t.tar/d/out.md": out, "t.tar/hardout.md": out}


def test_an_archive_in_an_archive(tmp_path: Path) -> None:
    files = {"in.zip": zipped({"a.md": b"a"}), "b.md": b"b", "in.tar.gz": b"", "in.docx": b"PK"}
    place = fill(tmp_path, {"z.zip": zipped(files), "t.tar": tarred(files)})
    assert contents(place) == {"t.tar/b.md": b"b", "z.zip/b.md": b"b"}
    assert set(problems(place)) == {f"{name}/{member}" for name in ("t.tar", "z.zip") for member in ("in.zip", "in.tar.gz")}
    assert set(problems(place).values()) == {containers.NESTED}


def with_flag(data: bytes, offset: int, bits: int) -> bytes:
    changed = bytearray(data)
    changed[offset] |= bits
    return bytes(changed)


def test_encrypted(tmp_path: Path) -> None:
    data = zipped({"a.md": b"a", "b.md": b"b"})
    directory = data.index(b"PK\x01\x02")
    place = fill(tmp_path, {"z.zip": with_flag(with_flag(data, directory + 8, 1), 6, 1)})
    assert problems(place) == {"z.zip/a.md": "encrypted; unpack it with its password"}
    assert contents(place) == {"z.zip/b.md": b"b"}
    listed = sources(place)[0]
    secret = Source("z.zip/a.md", listed.stamp, 1, listed.path, 0)
    assert [data for _, data in read_all(place, [secret, listed])] == [
        Unreadable("z.zip/a.md", "encrypted; unpack it with its password"),
        b"b",
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_of_zip(tmp_path: Path, method: int) -> None:
    place = fill(tmp_path, {"z.zip": zipped({"a.md": b"a"}, method)})
    assert problems(place) == {"z.zip/a.md": f"compressed by method {method}, which is not read here; pack it with deflate"}


def test_a_bad_checksum_spoils_one_member(tmp_path: Path) -> None:
    data = zipped({"a.md": b"one", "b.md": b"two", "c.md": b"three"}, zipfile.ZIP_STORED)
    place = fill(tmp_path, {"z.zip": data.replace(b"two", b"tvo")})
    found = contents(place)
    assert (found["z.zip/a.md"], found["z.zip/c.md"]) == (b"one", b"three")
    assert str(found["z.zip/b.md"]).startswith("damaged: Bad CRC-32")


@pytest.mark.parametrize(
    ("name", "data"), [("z.zip", b"PK\x03\x04"), ("t.tar", b""), ("t.tgz", b"text"), ("t.tar.xz", b"\xfd7zXZ\0")]
)
def test_no_archive_at_all(tmp_path: Path, name: str, data: bytes) -> None:
    place = fill(tmp_path, {name: data, "zz.md": b"x"})
    assert contents(place) == {"zz.md": b"x"}
    assert list(problems(place)) == [name]


@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_a_tar_that_is_cut_off(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    noise = random.Random(2)
    files = {f"{number}.md": noise.randbytes(100_000) for number in range(20)}
    whole = tarred(files, pack)
    place = fill(tmp_path, {name: whole[: len(whole) * 2 // 3]})
    assert list(problems(place)) == [name]
    found = contents(place)
    assert 1 <= len(found) < 20
    good = {member: data for member, data in found.items() if isinstance(data, bytes)}
    assert good.items() <= {f"{name}/{member}": data for member, data in files.items()}.items()
    assert len(good) >= len(found) - 1


def test_what_is_before_a_cut_is_read(tmp_path: Path) -> None:
    noise = random.Random(3)
    files = {f"{number}.md": noise.randbytes(1000) for number in range(20)}
    place = fill(tmp_path, {"t.tar.gz": tarred(files, gzip.compress)[:15_000]})
    good = [data for data in contents(place).values() if isinstance(data, bytes)]
    assert len(good) >= 12
    assert good == list(files.values())[: len(good)]


def test_a_broken_header_in_a_tar_is_told(tmp_path: Path) -> None:
    data = bytearray(tarred(dict.fromkeys(["a.md", "b.md", "c.md"], b"x")))
    data[1024 + 150] ^= 0xFF
    place = fill(tmp_path, {"t.tar": bytes(data)})
    assert contents(place) == {"t.tar/a.md": b"x"}
    assert "what follows is lost" in problems(place)["t.tar"]


def test_a_tar_with_no_end_mark_is_told(tmp_path: Path) -> None:
    place = fill(tmp_path, {"t.tar": tarred({"a.md": b"x", "b.md": b"y"})[:2048]})
    assert contents(place) == {"t.tar/a.md": b"x", "t.tar/b.md": b"y"}
    assert list(problems(place)) == ["t.tar"]


def test_a_wrong_checksum_of_gzip_is_told(tmp_path: Path) -> None:
    data = bytearray(tarred({"a.md": b"x"}, gzip.compress))
    data[-8] ^= 1
    place = fill(tmp_path, {"t.tar.gz": bytes(data)})
    assert "CRC" in problems(place)["t.tar.gz"]


def test_a_huge_header_is_not_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    place = fill(tmp_path, {"t.tar": info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)})
    assert "a name or header of" in problems(place)["t.tar"]


@settings(max_examples=60)
@given(
    kind=st.sampled_from(["z.zip", "t.tar", "t.tar.gz"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.floats(0.3, 1),
)
def test_damage_never_stops_the_rest(
    tmp_path_factory: pytest.TempPathFactory, kind: str, changes: list[tuple[float, int]], cut: float
) -> None:
    files = {f"{number}.md": f"text {number} ".encode() * 50 for number in range(4)}
    data = bytearray(zipped(files) if kind == "z.zip" else tarred(files, gzip.compress if kind.endswith("gz") else bytes))
    for where, byte in changes:
        data[int(where * (len(data) - 1))] = byte
    place = fill(tmp_path_factory.mktemp("damaged"), {kind: bytes(data[: int(len(data) * cut)]), "zz.md": b"rest"})
    found = contents(place)
    assert found.pop("zz.md") == b"rest"
    for reason in [*problems(place).values(), *(data for data in found.values() if isinstance(data, str))]:
        assert reason and "\n" not in reason


# Reading


def test_what_happens_between_listing_and_reading(tmp_path: Path) -> None:
    place = fill(tmp_path, {"a.md": b"a", "b.md": b"b", "y.zip": zipped({"m.md": b"m"}), "z.zip": zipped({"m.md": b"m"})})
    wanted = sources(place)
    (tmp_path / "a.md").unlink()
    (tmp_path / "y.zip").unlink()
    fill(tmp_path, {"z.zip": zipped({"other.md": b"other", "m.md": b"m"})})
    assert {source.name: data for source, data in read_all(place, wanted)} == {
        "a.md": Unreadable("a.md", "there is no such file or folder"),
        "b.md": b"b",
        "y.zip/m.md": Unreadable("y.zip/m.md", "there is no such file or folder"),
        "z.zip/m.md": Unreadable("z.zip/m.md", "the archive changed since it was listed; run again"),
    }


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = fill(tmp_path, {"a.md": b"small"})
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(25_000_000)
    wanted = sources(place)
    opened = counted(monkeypatch, place, "open")
    found = {source.name: data for source, data in read_all(place, wanted)}
    assert found == {"a.md": b"small", "big.txt": Unreadable("big.txt", "too large: 25 MB; cut it, or raise --max-size")}
    assert opened == ["a.md"]
    assert len(contents(place, limit=25_000_000)["big.txt"]) == 25_000_000


@pytest.mark.parametrize("name", ["z.zip", "t.tar", "t.tar.gz"])
def test_members_over_the_limit(tmp_path: Path, name: str) -> None:
    files = {"a.md": b"12345", "b.md": b"123456", "c.md": b"1"}
    data = zipped(files) if name == "z.zip" else tarred(files, gzip.compress if name.endswith("gz") else bytes)
    place = fill(tmp_path, {name: data})
    reason = "too large: 6 bytes; cut it, or raise --max-size"
    assert contents(place, limit=5) == {f"{name}/a.md": b"12345", f"{name}/b.md": reason, f"{name}/c.md": b"1"}


def test_a_member_larger_than_its_directory_says(tmp_path: Path) -> None:
    data = zipped({"a.md": bytes(30_000_000)})
    place = fill(tmp_path, {"z.zip": data.replace(struct.pack("<L", 30_000_000), struct.pack("<L", 100))})
    [listed] = sources(place)
    assert listed.size == 100
    assert str(contents(place)["z.zip/a.md"]).startswith("damaged: Bad CRC-32")


@pytest.mark.parametrize("name", ["z.zip", "t.tar.gz"])
def test_a_bomb_is_not_unpacked(name: str) -> None:
    """The most memory that is held while a member of 80 MB is refused at 1 MB."""
    files = {"a.md": bytes(80_000_000)}
    data = zipped(files) if name == "z.zip" else tarred(files, gzip.compress)
    files.clear()
    tracemalloc.start()
    try:
        reader = containers.ZipReader(io.BytesIO(data)) if name == "z.zip" else containers.TarReader(io.BytesIO(data))
        with pytest.raises(ReadError, match="too large: more than 1 MB"):
            reader.get(0, 1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [0, 1, 4, 5, 6, 200_000])
def test_read_limited(size: int) -> None:
    asked: list[int] = []

    class Slow(io.BytesIO):
        def read(self, count: int | None = -1, /) -> bytes:
            asked.append(count or 0)
            return super().read(min(count or 0, 3))

    if size <= 5:
        assert containers.read_limited(Slow(bytes(size)), 5) == bytes(size)
    else:
        with pytest.raises(ReadError, match="too large: more than 5 bytes"):
            containers.read_limited(Slow(bytes(size)), 5)
    assert max(asked) <= 6


# Remote places


def everything(place: Place) -> None:
    """Write and find the same files, whatever the place is."""
    files: Files = {
        "2021/a.md": b"a",
        "2021/05/Ёлка & co.md": b"b",
        "b.txt": b"",
        "t.tar.gz": tarred(FILES, gzip.compress),
        "z.zip": zipped(FILES),
        "photo.jpg": b"x",
        ".hidden.md": b"x",
    }
    for name, data in files.items():
        place.write(name, data)
    members = {member: data for member, data in FILES.items() if member != "photo.jpg"}
    expected: dict[str, bytes | str] = {
        name: data for name, data in files.items() if name.endswith((".md", ".txt")) and name[0] != "."
    }
    expected |= {f"{name}/{member}": data for name in ("t.tar.gz", "z.zip") for member, data in members.items()}
    assert contents(place) == expected
    assert problems(place) == {}
    assert [source.name for source in sources(place)][:3] == ["2021/05/Ёлка & co.md", "2021/a.md", "b.txt"]
    before = {source.name: source.stamp for source in sources(place)}
    time.sleep(0.01)
    place.write("2021/a.md", b"changed")
    after = {source.name: source.stamp for source in sources(place)}
    assert {name for name in after if after[name] != before[name]} == {"2021/a.md"}
    assert contents(place, limit=3)["2021/a.md"] == "too large: 7 bytes; cut it, or raise --max-size"
    assert names(place, skip=[place.address("2021")], exclude=["*.gz", "*.zip"]) == ["b.txt"]
    with pytest.raises(ReadError, match=r"missing\.md: there is no such file"):
        place.read("missing.md")


def test_memory() -> None:
    pytest.importorskip("fsspec")
    everything(Place.of("memory://everything/in"))


def test_local(tmp_path: Path) -> None:
    everything(Place.of(str(tmp_path)))


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    pytest.importorskip("s3fs", reason="needs s3fs")
    server = pytest.importorskip("moto.server", reason="needs moto[server]").ThreadedMotoServer(port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        name = f"news-{next(BUCKETS)}"  # moto keeps the stores of earlier servers
        s3fs.S3FileSystem().mkdir(name)
        yield f"s3://{name}"
        s3fs.S3FileSystem.clear_instance_cache()
    finally:
        server.stop()


def test_a_local_place_loads_no_drivers(tmp_path: Path) -> None:
    fill(tmp_path, {"a.md": b"a", "z.zip": zipped({"m.md": b"m"})})
    code = f"""
import sys
from polyglot_news.archive.places import Place
from polyglot_news.archive.sources import read_all, walk
place = Place.of({str(tmp_path)!r})
place.write("b.md", b"b")
print(len(list(read_all(place, walk(place)))), *sorted({{"fsspec", "warcio", "trafilatura"}}.intersection(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["3"]


def test_s3(bucket: str) -> None:
    everything(Place.of(f"{bucket}/archive/in"))
    with pytest.raises(ReadError, match="no such"):
        list(walk(Place.of(f"{bucket}/nothing/here")))
    with pytest.raises(WriteError, match=r"\As3://no-such-bucket/x/a\.md: [^\n]+\Z"):
        Place.of("s3://no-such-bucket/x").write("a.md", b"x")


def test_s3_keys_that_no_file_system_has(bucket: str) -> None:
    import s3fs

    store = s3fs.S3FileSystem()
    for key, data in {"x/": b"", "x/a.md": b"file", "x/a.md/b.md": b"below", "x/c/": b"", "x/c/d.md": b"d"}.items():
        store.call_s3("put_object", Bucket=bucket.removeprefix("s3://"), Key=key, Body=data)
    found = contents(Place.of(f"{bucket}/x"))
    assert sorted(map(str, found.values())) == sorted(map(str, [b"file", b"below", b"d"]))
    assert found["c/d.md"] == b"d"


# Web archives


PAGE = """<html><head><title>Ставка снижена</title></head><body><nav><a href="/">Главная</a></nav>
<article><h1>Ставка снижена</h1>
<p>Банк России <b>снизил</b> ключевую ставку до 16 процентов, сообщила пресс-служба регулятора в пятницу вечером.</p>
<p>"We decided to act", the governor told reporters in Moscow after the meeting of the board on Friday.</p>
</article></body></html>"""


def crawl(records: Sequence[tuple[str, str, str, bytes]], *, is_packed: bool = True) -> bytes:
    """A web archive; a record is its kind and status ("response 200"), address, content type, content."""
    pytest.importorskip("warcio", reason="needs warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    data = io.BytesIO()
    writer = WARCWriter(data, gzip=is_packed)
    writer.write_record(writer.create_warcinfo_record("crawl", {"software": "test"}))
    for kind, address, content_type, body in records:
        record_type, _, status = kind.partition(" ")
        headers = (
            StatusAndHeaders(f"{status} Status", [("Content-Type", content_type)], protocol="HTTP/1.1") if status else None
        )
        writer.write_record(
            writer.create_warc_record(
                address,
                record_type,
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_content_type=None if status else content_type,
            )
        )
    return data.getvalue()


RECORDS = [
    ("response 200", "https://example.com/news/1.html", "text/html; charset=windows-1251", PAGE.encode("windows-1251")),
    ("response 200", "https://example.com/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C/?a=1", "text/html", PAGE.encode()),
    ("response 301", "https://example.com/moved", "text/html", b"<html>moved</html>"),
    ("response 200", "https://example.com/i.png", "image/png", b"\x89PNG"),
    ("response 200", "https://example.com/robots.txt", "text/plain; charset=koi8-r", "Новости".encode("koi8-r")),
    ("resource", "https://example.com/../../etc/x.md", "text/markdown", "# Ёлка".encode()),
    ("response 200", "https://example.com/empty", "text/html", b"<html><body></body></html>"),
    ("request", "https://example.com/news/1.html", "text/html", b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"),
]


@pytest.fixture
def extraction() -> None:
    pytest.importorskip("trafilatura", reason="needs trafilatura", exc_type=ImportError)


@pytest.mark.usefixtures("extraction")
@pytest.mark.parametrize("name", ["c.warc.gz", "c.warc", "whole.warc.gz"])
def test_warc(tmp_path: Path, name: str) -> None:
    data = crawl(RECORDS, is_packed=name == "c.warc.gz")
    place = fill(tmp_path, {name: gzip.compress(data) if name == "whole.warc.gz" else data})
    found = contents(place)
    assert list(found) == [
        f"{name}/000002-example.com-news-1.html.md",
        f"{name}/000003-example.com-новость.html.md",
        f"{name}/000006-example.com-robots.txt",
        f"{name}/000007-example.com-etc-x.md",
        f"{name}/000008-example.com-empty.html.md",
    ]
    first, second, third, fourth, fifth = found.values()
    assert isinstance(first, bytes)
    assert first == second
    assert first.decode().startswith("# Ставка снижена\n\nБанк России **снизил** ключевую")
    assert first.decode().count("Ставка снижена") == 1
    assert "Главная" not in first.decode()
    assert (third, fourth, fifth) == ("Новости".encode("koi8-r"), "# Ёлка".encode(), "no article text found")
    assert contents(place) == found
    assert problems(place) == {}


@pytest.mark.usefixtures("extraction")
def test_a_page_over_the_limit(tmp_path: Path) -> None:
    place = fill(tmp_path, {"c.warc": crawl(RECORDS[:1] + RECORDS[4:5], is_packed=False)})
    reason = "too large: more than 100 bytes; cut it, or raise --max-size"
    assert list(contents(place, limit=100).values()) == [reason, "Новости".encode("koi8-r")]


@pytest.mark.usefixtures("extraction")
@pytest.mark.parametrize("name", ["c.warc", "c.warc.gz"])
def test_a_warc_that_is_cut_off(tmp_path: Path, name: str) -> None:
    data = crawl(RECORDS, is_packed=name.endswith("gz"))
    whole = fill(tmp_path / "whole", {name: data})
    place = fill(tmp_path / "cut", {name: data[: len(data) // 2]})
    assert list(problems(place)) == [name]
    good = {member: text for member, text in contents(place).items() if isinstance(text, bytes)}
    assert good
    assert good.items() <= contents(whole).items()


@pytest.mark.usefixtures("extraction")
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_broken_record_spoils_no_other(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.b/\r\nContent-Type: application/http\r\nContent-Length: "
    )
    broken = [
        pack(head + b"%d\r\n\r\n%s\r\n\r\n" % (len(body), body)) for body in (b"", b"\r\n", b"FTP 200\r\n\r\nx", b"\xff\0")
    ]
    text = [("response 200", "http://a.b/c.txt", "text/plain", b"text")]
    whole = crawl(text, is_packed=pack is not bytes)
    place = fill(tmp_path, {"c.warc.gz": whole + b"".join(broken) + whole})
    assert contents(place) == {"c.warc.gz/000002-a.b-c.txt": b"text", "c.warc.gz/000008-a.b-c.txt": b"text"}
    assert problems(place) == {}


def test_warc_without_its_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polyglot_news.archive.webarchive.find_spec", lambda _: None)
    place = fill(tmp_path, {"c.warc": b"WARC/1.0\r\n", "zz.md": b"x"})
    assert contents(place) == {"zz.md": b"x"}
    assert problems(place) == {"c.warc": "needs packages that are not installed: pip install 'polyglot-news[warc]'"}


@pytest.mark.usefixtures("extraction")
def test_a_title_that_the_text_lacks_is_put_first() -> None:
    from polyglot_news.archive.webarchive import article

    assert article(PAGE.replace("<h1>Ставка снижена</h1>", "").encode()).startswith("# Ставка снижена\n\nБанк")
