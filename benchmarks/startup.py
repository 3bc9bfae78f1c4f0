"""Wall time and peak memory of whole commands, cold: a 500-word article, `--help`, an import.

python benchmarks/startup.py [--runs 5]
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import paragraphs

PROBE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, code)
"""


def measure(name: str, command: list[str], runs: int) -> None:
    times, peak = list[float](), 0
    for _ in range(runs):
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-S", "-c", PROBE, *command], capture_output=True, text=True, check=True)
        times.append(time.perf_counter() - started)
        kilobytes, code = map(int, done.stdout.split())
        assert code == 0, done.stderr
        peak = max(peak, kilobytes)
    print(f"{name:40} {statistics.median(times):6.2f} s {min(times):6.2f} .. {max(times):.2f} {peak / 1024:7.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    command = [sys.executable, "-m", "polyglot_news"]
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.md"
        article.write_text(paragraphs(500), encoding="utf-8")
        print(f"{'command':40} {'median':>8} {'range':>15} {'peak':>7}")
        measure("translate, 500 words", [*command, "translate", str(article)], runs)
        measure("detect, 500 words", [*command, "detect", str(article)], runs)
        measure("--help", [*command, "--help"], runs)
        measure("import polyglot_news", [sys.executable, "-c", "import polyglot_news"], runs)
        measure("python alone", [sys.executable, "-c", "pass"], runs)


if __name__ == "__main__":
    main()
