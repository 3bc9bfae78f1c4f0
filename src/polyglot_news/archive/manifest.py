"""The manifest: what a run over an archive knows of each document, so that it can be killed and resumed at any moment.

    seen ──▶ drafted ──▶ done        error at either pass; left when the run's patterns leave it out, gone when there is none
      ▲         ▲          │
      │         └──────────┤ another setting of the result, name, correction; its output is missing
      └────────────────────┘ another stamp, another setting of the draft

A document is done as long as three things hold: what was translated is its content (digest and settings of the draft), the
settings of the result are those of this run, and nothing has asked for it to be done again. Each is stored for itself, so that
a file that was only touched, or a setting changed and changed back, costs nothing.

Queries may be read while the manifest is written: what they list is fixed when they are asked, and fetched in pages.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from polyglot_news.archive.manifest_records import (
    NAME_KEY,
    SEGMENT_KEY,
    Begun,
    Change,
    Counts,
    Drafted,
    Facts,
    Failure,
    Finished,
    Row,
    Seen,
    Stage,
    State,
    ToTranslate,
    Written,
    clean,
    content_values,
    decode_name,
    drafted_from,
    encode_name,
    numbered,
    output_key,
    result_values,
    setting_changes,
    split_keys,
)
from polyglot_news.archive.manifest_schema import ATTACH, FINISH, PAGE, REASON, TAKEN, TAKEN_UP, Store, View
from polyglot_news.errors import ReadError

__all__ = [
    "Begun", "Change", "Counts", "Drafted", "Facts", "Failure", "Finished", "Manifest", "Row", "Seen", "Stage", "State",
    "ToTranslate", "Written",
]  # fmt: skip

_RESPELLED = "a name is spelled otherwise"
_CORRECTED = "a correction was taken into the memory"
_SETTLED = "made = content AND redo IS NULL AND made_fingerprint = ?"
_DRAFTS = "contents c JOIN drafts.drafts r ON r.digest = c.digest AND r.fingerprint = c.fingerprint"
_WAS_MADE = "EXISTS (SELECT 1 FROM documents WHERE made = contents.id)"
_HAS_DRAFT = f"EXISTS (SELECT 1 FROM {_DRAFTS} WHERE c.id = d.content)"


class Manifest(View):
    """The manifest of one output folder; one process writes it, others may read it meanwhile.

    Every method raises ReadError where the file is damaged and WriteError where it cannot be written. What changes something
    is one transaction: it is there in full or not at all.
    """

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """Open a manifest, or make one.

        Raises ReadError where there is none and `create` is false, where the file is damaged, not a manifest or of another
        version; WriteError where it cannot be made or is locked.
        """
        return cls(Store(path, create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a run that was not finished counts as interrupted."""
        self._store.close()

    def forget(self) -> None:
        """Forget how far every document has come, but not which outputs are this program's."""
        self._store.forget()

    def begin(self, settings: Mapping[str, str], memory_mark: int) -> Begun:
        """Begin a run, or go on with one that was interrupted.

        That one keeps its memory mark, so that the results do not depend on the interruption. What failed before is to be
        tried again.
        """
        text = msgspec.json.encode({clean(name): clean(settings[name]) for name in sorted(settings)}).decode()
        with self._store.transaction():
            last = self._store.rows(
                "SELECT r.id, r.memory_mark, r.finished, s.text FROM runs r JOIN settings s ON s.id = r.settings"
                " ORDER BY r.id DESC LIMIT 1"
            )
            self._store.run("INSERT OR IGNORE INTO settings (text) VALUES (?)", (text,))
            ((self._settings,),) = self._store.rows("SELECT id FROM settings WHERE text = ?", (text,))
            is_resumed = bool(last) and not last[0][2]
            if is_resumed:
                self._run, memory_mark = last[0][:2]
                self._store.run("UPDATE runs SET settings = ? WHERE id = ?", (self._settings, self._run))
            else:
                self._store.run("INSERT INTO runs (settings, memory_mark) VALUES (?, ?)", (self._settings, memory_mark))
                ((self._run,),) = self._store.rows("SELECT max(id) FROM runs")
            self._store.run(
                "UPDATE documents SET state = CASE WHEN content IS NULL THEN 'seen' ELSE 'drafted' END WHERE state = 'error'"
            )
            self._store.run("DELETE FROM present")
        return Begun(memory_mark, is_resumed, setting_changes(last[0][3], text) if last else ())

    def finish(self) -> None:
        """Mark the run as finished, and forget contents that no document has any more."""
        with self._store.transaction():
            self._store.run(
                "DELETE FROM contents WHERE id NOT IN (SELECT content FROM documents WHERE content IS NOT NULL"
                " UNION SELECT made FROM documents WHERE made IS NOT NULL)"
            )
            self._store.run("UPDATE runs SET finished = 1 WHERE id = ?", (self._run,))

    def see(self, batch: Sequence[Seen], *, trusted: bool = True) -> None:
        """Take in documents that the walk found; those with another stamp than before are to be read again.

        With `trusted` false all are: equal stamps are not taken for equal contents.
        """
        with self._store.transaction():
            rows = ((encode_name(seen.name), clean(seen.stamp), seen.size) for seen in batch)
            self._store.run_all("INSERT OR REPLACE INTO walked VALUES (?, ?, ?)", rows)
            self._store.run(  # CROSS JOIN keeps SQLite from reading all documents for each batch
                "UPDATE documents SET state = 'seen', content = NULL,"
                " (stamp, size) = (SELECT w.stamp, w.size FROM walked w WHERE w.name = documents.name) WHERE id IN"
                " (SELECT d.id FROM walked w CROSS JOIN documents d ON d.name = w.name"
                "  WHERE d.stamp != w.stamp OR d.state = 'gone' OR NOT ?)",
                (trusted,),
            )
            self._store.run(
                "INSERT INTO documents (name, stamp, size, state) SELECT name, stamp, size, 'seen' FROM walked WHERE true"
                " ON CONFLICT (name) DO NOTHING"
            )
            self._store.run("INSERT OR IGNORE INTO present SELECT d.id FROM walked w CROSS JOIN documents d ON d.name = w.name")
            self._store.run("DELETE FROM walked")

    def sweep(self, leaves_out: Callable[[str], bool] = lambda name: False) -> int:
        """After the walk: mark the documents that it did not find as left out or gone; how many are newly gone.

        What was left out before and was found now is taken up where it stood.
        """
        with self._store.transaction():
            self._store.run(f"UPDATE documents SET state = {TAKEN_UP} WHERE state = 'left' AND id IN (SELECT id FROM present)")
            missing = self._store.pages(
                "SELECT id, name FROM documents WHERE id > ? AND state != 'gone' AND id NOT IN (SELECT id FROM present)"
                f" ORDER BY id LIMIT {PAGE}",
                0,
            )
            self._store.run("DELETE FROM left_out")
            left = ((one,) for one, name in missing if leaves_out(decode_name(name)))
            self._store.run_all("INSERT INTO left_out VALUES (?)", left)
            self._store.run("UPDATE documents SET state = 'left' WHERE id IN (SELECT id FROM left_out)")
            return self._store.run(
                "UPDATE documents SET state = 'gone' WHERE state != 'gone' AND id NOT IN"
                " (SELECT id FROM present UNION ALL SELECT id FROM left_out)"
            )

    def to_draft(self, draft_fingerprint: bytes, result_fingerprint: bytes) -> Iterator[Seen]:
        """Documents whose draft is to be made, in the order of their names.

        Those are documents that are not read yet or under other settings, and those that are to be translated and whose draft
        is not kept any more; hence to be asked again after `freeze` and `corrected`.
        """
        with self._store.transaction():
            self._store.run(
                "UPDATE documents SET state = replace(replace(state, 'drafted', 'seen'), 'done', 'seen'), content = NULL"
                " WHERE state IN ('drafted', 'done', 'left')"
                " AND content IN (SELECT id FROM contents WHERE fingerprint != ?)",
                (draft_fingerprint,),
            )
            self._settle(result_fingerprint)
            self._store.run("DELETE FROM drafting")
            self._store.run(
                "INSERT INTO drafting (document) SELECT id FROM documents d"
                f" WHERE state = 'seen' OR (state = 'drafted' AND NOT {_HAS_DRAFT}) ORDER BY name"
            )
        found = self._store.pages(
            "SELECT position, name, stamp, size FROM drafting JOIN documents ON id = document"
            f" WHERE position > ? ORDER BY position LIMIT {PAGE}",
            0,
        )
        return (Seen(decode_name(name), stamp, size) for _, name, stamp, size in found)

    def recognise(self, found: Mapping[str, bytes], draft_fingerprint: bytes, result_fingerprint: bytes) -> frozenset[str]:
        """Of documents that were read, with their digests, those that need no draft: the content is known.

        Either it is translated already, or a draft of the same content is kept.
        """
        names = [encode_name(name) for name in found]
        with self._store.transaction():
            rows = zip(names, found.values(), strict=True)
            self._store.run_all(ATTACH, ((result_fingerprint, digest, draft_fingerprint, name) for name, digest in rows))
        known = self._named(
            "SELECT name FROM documents d", names, f"AND (state = 'done' OR (state = 'drafted' AND {_HAS_DRAFT}))"
        )
        return frozenset(decode_name(name) for (name,) in known)

    def put_drafts(
        self, drafts: Sequence[Drafted], draft_fingerprint: bytes, mentions: Mapping[bytes, Sequence[bytes]]
    ) -> None:
        """Store drafts, and the names that each content mentions: rows that nobody here looks into, by digest."""
        with self._store.transaction():
            self._store.run_all(
                "INSERT OR IGNORE INTO contents (digest, fingerprint, words, segments, languages, name_keys, segment_keys)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (content_values(draft, draft_fingerprint) for draft in drafts),
            )
            self._store.run_all(
                "INSERT OR IGNORE INTO mentions SELECT id, ? FROM contents WHERE digest = ? AND fingerprint = ?",
                ((msgspec.msgpack.encode(list(rows)), digest, draft_fingerprint) for digest, rows in mentions.items()),
            )
            self._store.run_all(
                "INSERT OR REPLACE INTO drafts.drafts VALUES (?, ?, ?)",
                ((draft.digest, draft_fingerprint, zlib.compress(draft.draft, 1)) for draft in drafts),
            )
            self._store.run_all(ATTACH, ((None, draft.digest, draft_fingerprint, encode_name(draft.name)) for draft in drafts))

    def take_drafts(self, names: Iterable[str]) -> list[Drafted]:
        """The drafts of documents, in the order given; those that have none are left out."""
        wanted = [encode_name(name) for name in names]
        rows = self._named(
            "SELECT d.name, c.digest, c.name_keys, c.segment_keys, r.draft, c.words, c.segments, c.languages"
            f" FROM documents d JOIN ({_DRAFTS}) ON c.id = d.content",
            wanted,
        )
        found = {row[0]: row for row in rows}
        try:
            return [drafted_from(found[name]) for name in wanted if name in found]
        except zlib.error as error:
            drafts = self._store.path.with_name("drafts.sqlite")
            raise ReadError(f"{drafts}: is damaged; delete it and start the same command again") from error

    def drop_drafts(self) -> None:
        """Delete the drafts that no document needs any more, and give their space back."""
        self._store.run(
            "DELETE FROM drafts.drafts AS r WHERE NOT EXISTS (SELECT 1 FROM contents c JOIN documents d ON d.content = c.id"
            " WHERE c.digest = r.digest AND c.fingerprint = r.fingerprint AND d.state IN ('drafted', 'error'))"
        )
        self._store.shrink_drafts()

    def freeze(self, spellings: Mapping[bytes, bytes], names: Mapping[bytes, str] | None = None) -> int:
        """Store how the archive spells its names: a digest of the spelling by key, and what to call them.

        Documents that were translated with another spelling are to be translated again; returns how many.
        """
        names = names or {}
        with self._store.transaction():
            self._store.run("DELETE FROM fresh")
            self._store.run_all("INSERT INTO fresh VALUES (?, ?)", spellings.items())
            changed = self._store.rows(
                "SELECT f.key FROM fresh f LEFT JOIN spellings s ON s.key = f.key WHERE s.spelling IS NOT f.spelling"
                " UNION ALL SELECT key FROM spellings WHERE key NOT IN (SELECT key FROM fresh)"
            )
            reasons = {key: _RESPELLED + (f": {clean(names[key])}" if key in names else "") for (key,) in changed}
            if reasons:
                self._store.run("DELETE FROM spellings")
                self._store.run("INSERT INTO spellings SELECT key, spelling FROM fresh")
            return self._ask_again("name_keys", NAME_KEY, reasons)

    def corrected(self, keys: Iterable[bytes]) -> int:
        """Documents that have a segment with one of these keys are to be translated again; how many."""
        with self._store.transaction():
            return self._ask_again("segment_keys", SEGMENT_KEY, dict.fromkeys(keys, _CORRECTED))

    def redo(self, names: Iterable[str], reason: str) -> int:
        """Documents that are done are to be translated again, for a reason such as "its output is missing"; how many."""
        with self._store.transaction():
            return self._store.run_all(
                "UPDATE documents SET redo = ?, state = 'drafted' WHERE name = ? AND state = 'done'",
                ((clean(reason), encode_name(name)) for name in names),
            )

    def to_translate(self, result_fingerprint: bytes) -> Iterator[ToTranslate]:
        """Documents to be translated, and why; those of one content together, by the first name among them, then by name."""
        with self._store.transaction():
            self._settle(result_fingerprint)
            self._store.run("DELETE FROM why")
            self._store.run_all("INSERT INTO why VALUES (?, ?)", self._why())
            self._store.run("DELETE FROM translating")
            self._store.run(
                f"INSERT INTO translating (document, reason) SELECT d.id, {REASON} FROM documents d"
                " JOIN contents c ON c.id = d.content LEFT JOIN contents m ON m.id = d.made"
                " LEFT JOIN why ON why.settings = d.made_settings WHERE d.state = 'drafted'"
                " ORDER BY min(d.name) OVER (PARTITION BY c.digest), d.name",
                (result_fingerprint,),
            )
        found = self._store.pages(
            "SELECT t.position, d.name, c.digest, t.reason FROM translating t JOIN documents d ON d.id = t.document"
            f" JOIN contents c ON c.id = d.content WHERE t.position > ? ORDER BY t.position LIMIT {PAGE}",
            0,
        )
        return (ToTranslate(decode_name(name), digest, reason) for _, name, digest, reason in found)

    def finish_documents(self, batch: Sequence[Finished], result_fingerprint: bytes) -> None:
        """Mark documents as done, whose outputs are written already."""
        made = (result_fingerprint, self._settings, self._run)
        with self._store.transaction():
            self._store.run_all(FINISH, ((*made, *result_values(finished)) for finished in batch))

    def fail(self, name: str, stage: Stage, message: str, exit_code: int) -> None:
        """Mark a document as failed; the next run tries it again."""
        self._store.run(
            "UPDATE documents SET state = 'error', error_stage = ?1, error = ?2, exit_code = ?3,"
            " content = CASE WHEN ?1 = 'draft' THEN NULL ELSE content END WHERE name = ?4",
            (str(stage), clean(message), exit_code, encode_name(name)),
        )

    def assign_outputs(self, wanted: Callable[[str], str]) -> None:
        """After the walk: give every document its output, in the order of names: the one wanted, or a numbered one.

        A document keeps the output it has as long as it wants the same; so do documents that are left out or gone.
        """
        numbers: dict[bytes, int] = {}
        with self._store.transaction():
            found = self._store.pages(
                f"SELECT name, wanted FROM documents WHERE name > ? AND state NOT IN ('left', 'gone') ORDER BY name"
                f" LIMIT {PAGE}",
                b"",
            )
            for name, former in found:
                if encode_name(now := wanted(decode_name(name))) != former:
                    self._assign(name, now, numbers)

    def _assign(self, name: bytes, wanted: str, numbers: dict[bytes, int]) -> None:
        """Raise no number twice over: `numbers` holds how far each name that is wanted often has come."""
        number = numbers.get(key := output_key(wanted), 1)
        while self._is_taken(output := numbered(wanted, number), name):
            number += 1
        numbers[key] = number
        self._store.run(
            "UPDATE documents SET wanted = ?, output = ?, output_key = ?,"
            " redo = CASE WHEN made IS NULL THEN NULL ELSE coalesce(redo, 'its output has another name') END,"
            " state = CASE state WHEN 'done' THEN 'drafted' ELSE state END WHERE name = ?",
            (encode_name(wanted), encode_name(output), output_key(output), name),
        )

    def _is_taken(self, output: str, by: bytes) -> bool:
        folder = (encode_name(f"{output}/"), encode_name(f"{output}0"))  # what is in it comes between these
        return bool(self._store.rows(TAKEN, (output_key(output), by, *folder)))

    def _settle(self, result_fingerprint: bytes) -> None:
        """Let `done` mean done under the settings of this run."""
        self._store.run(
            f"UPDATE documents SET state = 'done', error = NULL WHERE state = 'drafted' AND {_SETTLED}", (result_fingerprint,)
        )
        self._store.run(
            f"UPDATE documents SET state = 'drafted' WHERE state = 'done' AND ({_SETTLED}) IS NOT TRUE", (result_fingerprint,)
        )

    def _why(self) -> Iterator[tuple[int, str]]:
        """For each former set of settings: in what it differs from this run's."""
        texts = dict(self._store.rows("SELECT id, text FROM settings"))
        for former, text in texts.items():
            found = setting_changes(text, texts[self._settings])
            yield former, "; ".join(map(str, found)) or "another setting"

    def _ask_again(self, column: str, width: int, reasons: Mapping[bytes, str]) -> int:
        """Have documents translated again whose content has one of the keys; how many of them were done."""
        found, count = self._with_keys(column, width, reasons), 0
        while chunk := list(islice(found, PAGE)):
            self._store.run_all("UPDATE documents SET redo = ? WHERE made = ? AND redo IS NULL AND state != 'done'", chunk)
            count += self._store.run_all(
                "UPDATE documents SET redo = ?, state = 'drafted' WHERE made = ? AND state = 'done'", chunk
            )
        return count

    def _with_keys(self, column: str, width: int, reasons: Mapping[bytes, str]) -> Iterator[tuple[str, int]]:
        """Contents that were translated and have one of the keys, each with the reason of its first one."""
        if not reasons:
            return
        sql = f"SELECT id, {column} FROM contents WHERE id > ? AND {_WAS_MADE} ORDER BY id LIMIT {PAGE}"
        for content, keys in self._store.pages(sql, 0):
            hit = next((reasons[key] for key in split_keys(keys, width) if key in reasons), None)
            if hit is not None:
                yield hit, content

    def _named(self, select: str, names: Sequence[bytes], condition: str = "") -> Iterator[tuple[Any, ...]]:
        """The rows of a query over `documents d` for some names."""
        for start in range(0, len(names), PAGE):
            part = names[start : start + PAGE]
            yield from self._store.rows(f"{select} WHERE d.name IN ({','.join('?' * len(part))}) {condition}", part)
