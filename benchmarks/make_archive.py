"""An archive to measure with: documents put together from the samples and the sentences of the gate, the same on every run.

    python benchmarks/make_archive.py FOLDER [--documents 2000] [--seed 1]

A fifth of the documents are copies of earlier ones under other names. They are Markdown and plain text, in UTF-8, UTF-16 and,
where the characters allow it, windows-1251; some lie in .zip, some in .tar.gz. Each has 20 to 400 words. Sentences are whole
ones of the corpus and ones put together from the halves of two, so that most stand in one document only.
"""

import argparse
import gzip
import io
import random
import re
import tarfile
import zipfile
from codecs import BOM_UTF16_LE
from collections.abc import Iterator
from pathlib import Path

from corpus import sentences

from polyglot_news.text.encoding import decode

SAMPLES = Path(__file__).parent.parent / "samples"
COPIES, WHOLE = 0.2, 0.1  # shares: of documents that are copies, of sentences that are taken as they are
SHORTEST, LONGEST = 20, 400  # words
_MOMENT = (2024, 5, 1, 12, 0, 0)
_FOLDERS = ("2022", "2023/agency", "2023/channel", "2024", "wire.zip", "crawl.tar.gz")
_MARKUP = re.compile(r"[*#\[\]<>|_`]")
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "windows-1251", "utf-16-le")


def make_archive(folder: Path, documents: int = 2000, seed: int = 1) -> list[str]:
    """Write the archive; the names of its documents, in order. The same arguments give the same bytes."""
    rng = random.Random(seed)
    made: dict[str, bytes] = {}
    originals: list[str] = []
    texts = _texts(rng)
    for number in range(documents):
        if originals and rng.random() < COPIES:
            former = rng.choice(originals)
            name, data = _name(number, Path(former).suffix, rng), made[former]
        else:
            name = _name(number, rng.choice((".md", ".md", ".txt")), rng)
            data = _encoded(_marked(next(texts), rng) if name.endswith(".md") else "\n\n".join(next(texts)) + "\n", rng)
            originals.append(name)
        made[name] = data
    _write(folder, made)
    return sorted(made)


def _name(number: int, suffix: str, rng: random.Random) -> str:
    return f"{rng.choice(_FOLDERS)}/{rng.choice(('news', 'новость', 'post'))}-{number:05}{suffix}"


def _texts(rng: random.Random) -> Iterator[list[str]]:
    """Paragraphs of one document after another."""
    pools = [[*sentences(way), *some] for way, some in zip(("ru-en", "en-ru"), _sampled(), strict=True)]
    while True:
        wanted, paragraphs, count = rng.randint(SHORTEST, LONGEST - 60), list[str](), 0
        while count < wanted:
            pool = rng.choice(pools)
            paragraph = " ".join(_sentence(pool, rng) for _ in range(rng.randint(1, 4)))
            if count + len(paragraph.split()) > LONGEST - 10:
                break
            paragraphs.append(paragraph)
            count += len(paragraph.split())
        if count >= SHORTEST:
            yield paragraphs


def _sentence(pool: list[str], rng: random.Random) -> str:
    first, second = rng.choice(pool), rng.choice(pool)
    if rng.random() < WHOLE:
        return first
    begin, end = first.split(), second.split()
    return " ".join(begin[: -(-len(begin) // 2)] + end[len(end) // 2 :])


def _sampled() -> tuple[list[str], list[str]]:
    """Plain sentences of the samples, Russian and English ones."""
    found: tuple[list[str], list[str]] = ([], [])
    for path in sorted(SAMPLES.glob("*.*")):
        if path.name != "README.md":
            text = decode(path.read_bytes()).text
            for sentence in re.split(r"(?<=[.!?])\s+", " ".join(text.split())):
                letters = re.findall(r"[^\W\d_]", sentence)
                russian = sum(not letter.isascii() for letter in letters)
                if 4 <= len(sentence.split()) <= 25 and russian in (0, len(letters)) and not _MARKUP.search(sentence):
                    found[0 if russian else 1].append(sentence)
    return found


def _marked(paragraphs: list[str], rng: random.Random) -> str:
    """As Markdown: a heading, bold words, quotations, lists, a link."""
    lines = [f"# {' '.join(paragraphs[0].split()[:6]).rstrip('.,;:')}"]
    for paragraph in paragraphs:
        words = paragraph.split()
        match rng.randrange(8):
            case 0 if len(words) > 4:
                lines.append(" ".join([*words[:2], f"**{words[2]}**", *words[3:]]))
            case 1:
                lines.append(f"> {paragraph}")
            case 2:
                lines.append("- " + paragraph)
            case 3:
                lines.append(f"{paragraph} [t.me/kanal_7](https://t.me/kanal_7)")
            case _:
                lines.append(paragraph)
    return "\n\n".join(lines) + "\n"


def _encoded(text: str, rng: random.Random) -> bytes:
    encoding = rng.choice(_ENCODINGS)
    if encoding == "utf-16-le":
        return BOM_UTF16_LE + text.encode(encoding)
    try:
        return text.encode(encoding) if re.search("[а-яё]", text) else text.encode()
    except UnicodeEncodeError:
        return text.encode()


def _write(folder: Path, made: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    packed: dict[str, dict[str, bytes]] = {}
    for name, data in sorted(made.items()):
        top, _, inside = name.partition("/")
        if top.endswith((".zip", ".gz")):
            packed.setdefault(top, {})[inside] = data
        else:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for top, members in packed.items():
        (_zip if top.endswith(".zip") else _tar)(folder / top, members)


def _zip(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)


def _tar(path: Path, members: dict[str, bytes]) -> None:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    path.write_bytes(gzip.compress(tar.getvalue(), mtime=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    names = make_archive(options.folder, options.documents, options.seed)
    print(f"{options.folder}: {len(names)} documents")


if __name__ == "__main__":
    main()
