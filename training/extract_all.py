"""Runs extract.py over every repository of a list that is on disk, several at a time.

extract_all.py --sources sources.tsv --mirrors DIR --out DIR [--hold-out FILE] [--jobs 2] [--commits 2500] [--only owner/name ...]
"""
from __future__ import annotations

import argparse
import csv
import re
import signal
import subprocess
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from extract import extract


def head_of(repository: Path) -> str:
    """The commit that HEAD names."""
    return subprocess.run(["git", "--git-dir", str(repository), "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()


def excluded(note: str) -> str:
    """Paths that a note of the list says to leave out ("EXCLUDE a, b (why)")."""
    plain = re.sub(r"\([^)]*\)", "", note)
    if "EXCLUDE" not in plain:
        return ""
    parts = re.split(r"[,+\s]+", plain.split("EXCLUDE", 1)[1].split(";")[0])
    return " ".join(part for part in parts if "/" in part or (part.islower() and part not in ("in", "history", "and", "all")))


def _too_long(*_: object) -> None:
    raise TimeoutError("over the time limit")


def run_one(job: tuple[Path, str, str, int, Path]) -> str:
    """One repository; a failure is reported, not raised."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(300)
    try:
        return extract(*job)
    except Exception as error:  # noqa: BLE001 - one odd repository must not end the run
        return f"{job[4].stem} FAILED {error!r}"
    finally:
        signal.alarm(0)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    for name in ("--sources", "--mirrors", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--commits", type=int, default=2500)
    parser.add_argument("--hold-out", type=Path, default=Path(__file__).with_name("hold-out.txt"))
    parser.add_argument("--only", nargs="*")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    held = set(options.hold_out.read_text().split())
    jobs = []
    for row in csv.DictReader(options.sources.open(), delimiter="\t"):
        name = row["repo"]
        repository = options.mirrors / name.replace("/", "+") / "repo"
        target = options.out / (name.replace("/", "+") + ".jsonl.gz")
        if (options.only and name not in options.only) or target.exists() or not repository.exists():
            continue
        jobs.append((repository, row.get("commit") or head_of(repository), excluded(row["note"]), 0 if name in held else options.commits, target))
    jobs.sort(key=lambda job: sum(path.stat().st_size for path in job[0].rglob("*.pack")))
    with ProcessPoolExecutor(options.jobs) as pool:
        for line in pool.map(run_one, jobs):
            print(line, flush=True)


if __name__ == "__main__":
    main()
