"""Writes SOURCES.md: every repository that was read, with its commit, licence and what was left out.

sources.py --sources FILE.tsv --mirrors DIR --pairs DIR --out SOURCES.md
"""
from __future__ import annotations

import argparse
import csv
import gzip
import json
from pathlib import Path

from extract_all import excluded, head_of


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    for name in ("--sources", "--mirrors", "--pairs", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--hold-out", type=Path, default=Path(__file__).with_name("hold-out.txt"))
    options = parser.parse_args()
    held = set(options.hold_out.read_text().split())
    trained, kept = [], []
    totals = [0, 0]
    for row in sorted(csv.DictReader(options.sources.open(), delimiter="\t"), key=lambda row: (row["language"], row["repo"].lower())):
        folder = row["repo"].replace("/", "+")
        path = options.pairs / f"{folder}.jsonl.gz"
        if not path.exists():
            continue
        with gzip.open(path, "rt", encoding="utf8") as file:
            head = json.loads(next(file))
        commit = head_of(options.mirrors / folder / "repo")
        line = f"| {row['repo']} | {row['language']} | {row['licence']} | `{commit[:12]}` | {excluded(row['note']) or ''} |"
        if row["repo"] in held:
            kept.append(line)
            continue
        totals[0] += head["chunks"]
        totals[1] += head["pairs"]
        trained.append(f"{line} {head['pairs']:,} |")
    options.out.write_text("\n".join([
        "# Sources", "",
        "Public repositories under permissive licences whose text the shipped model was trained on. Nothing of them is in this repository;",
        "the model keeps statistics of words only. Each was read at the commit named, and along that commit's own history; folders under",
        "another licence, vendored, generated and minified files were left out (`SKIP` in `extract.py` and the column here).", "",
        f"{len(trained)} repositories, {totals[0]:,} pieces of code, {totals[1]:,} pairs before cleaning.", "",
        "| repository | language | licence | commit | left out | pairs |", "| --- | --- | --- | --- | --- | ---: |", *trained, "",
        "## Held out", "", "Never trained on; used to measure.", "",
        "| repository | language | licence | commit | left out |", "| --- | --- | --- | --- | --- |", *kept, ""]), encoding="utf8")
    print(f"{len(trained)} trained on, {len(kept)} held out")


if __name__ == "__main__":
    main()
