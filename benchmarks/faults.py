"""`polyglot-news batch` killed again and again at random moments, and gone on with each time: are the results the same bytes?

    python benchmarks/faults.py [--kills 50] [--documents 150] [--seed 1] [--workers 2] [--beam 1]

SIGKILL meets the driver, every fifth time a worker. Where a run gets to its end, its results are compared with those of a run
that nobody disturbed, file by file; then all is removed and a new round begins. Moments are drawn from the whole time that an
undisturbed run takes.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from archive import family
from make_archive import make_archive

COMMAND = (sys.executable, "-m", "polyglot_news", "batch")
STATE = ".polyglot-news"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--beam", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="polyglot-news-faults-") as folder:
        sys.exit(Faults(Path(folder), options).carry_out())


class Faults:
    """All kills."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.random = random.Random(options.seed)
        self.expected: dict[str, bytes] = {}
        self.compared = self.wrong = 0

    def carry_out(self) -> int:
        """Print the table; the exit code."""
        make_archive(self.folder / "in", self.options.documents, self.options.seed)
        began = time.monotonic()
        self.end(self.start("undisturbed"))
        whole = time.monotonic() - began
        self.expected = self.results("undisturbed")
        print(f"{self.options.documents} documents; an undisturbed run takes {whole:.1f} s, {len(self.expected)} files\n")
        print(f"{'kill':>4}  {'of':7} {'at, s':>6} {'results then':>12}  what came of it")
        for number in range(1, self.options.kills + 1):
            self.kill(number, whole)
        self.finish()
        print(f"\n{self.compared} runs to the end compared, {self.wrong} of them with other bytes or something left over")
        return 1 if self.wrong else 0

    def kill(self, number: int, whole: float) -> None:
        """One kill, in a run that goes on from the last."""
        whom, moment = "worker" if number % 5 == 0 else "driver", self.random.uniform(0, whole)
        process = self.start("out")
        deadline = time.monotonic() + moment
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        found, outcome = len(self.results("out")), "it was at its end before"
        if process.poll() is None:
            outcome = self.strike(process, whom)
        if process.poll() is not None and process.returncode == 0:
            outcome += f"; {self.compare()}"
        elif process.returncode != -signal.SIGKILL:
            self.wrong += 1
            outcome += f"; ended with {process.returncode}"
        print(f"{number:4}  {whom:7} {moment:6.2f} {found:12}  {outcome}", flush=True)

    def strike(self, process: "subprocess.Popen[bytes]", whom: str) -> str:
        """Kill the driver, or a worker and let the run come to its end."""
        if whom == "driver":
            process.kill()
            process.wait()
            return "gone on with"
        workers = [one for one in family(process.pid)[1:] if is_worker(one)]
        if workers:
            os.kill(self.random.choice(workers), signal.SIGKILL)
        self.end(process)
        return "the run went on" if workers else "there was no worker yet"

    def finish(self) -> None:
        """Let the last round come to its end."""
        self.end(self.start("out"))
        print(f"{'':4}  {'nobody':7} {'':6} {len(self.results('out')):12}  {self.compare()}")

    def compare(self) -> str:
        """Compare a finished run with the undisturbed one, and remove it."""
        found, left = self.results("out"), self.left()
        self.compared += 1
        different = sorted(name for name in found | self.expected if found.get(name) != self.expected.get(name))
        shutil.rmtree(self.folder / "out")
        if different or left:
            self.wrong += 1
            return f"OTHER BYTES in {len(different)} files ({', '.join(different[:3])}); left over: {len(left)}"
        return "the same bytes; a new round"

    def start(self, out: str) -> "subprocess.Popen[bytes]":
        """Start a run, or go on with one."""
        arguments = ("--format", "jsonl", "--beam", str(self.options.beam), "--workers", str(self.options.workers))
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen([*COMMAND, str(self.folder / "in"), str(self.folder / out), *arguments], stderr=log)

    def end(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait for a run, and tell what it said where it failed."""
        if process.wait():
            print((self.folder / "log").read_text(encoding="utf-8")[-2000:])

    def results(self, out: str) -> dict[str, bytes]:
        """All files but the report, which tells the time, and what the run remembers."""
        found: dict[str, bytes] = {}
        for path in (self.folder / out).rglob("*"):
            name = path.relative_to(self.folder / out).as_posix()
            if not name.startswith((STATE, "report.")) and path.suffix != ".part":
                with suppress(OSError):  # a folder, or a file that is being replaced
                    found[name] = path.read_bytes()
        return found

    def left(self) -> list[Path]:
        """Temporary files that should be gone."""
        return [path for path in (self.folder / "out").rglob("*") if path.suffix == ".part" or path.name.startswith("report-")]


def is_worker(process: int) -> bool:
    with suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


if __name__ == "__main__":
    main()
