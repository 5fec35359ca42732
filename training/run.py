"""The whole training, from git directories to a model folder.

run.py --sources FILE.tsv --mirrors DIR --work DIR --out resources/models/ID [--sample] [--jobs 2]

`--sample` trains on three small repositories for a minute: to see that everything runs, not to get a good model.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = ["gorilla/mux", "koajs/koa", "pallets/jinja"]


def call(script: str, *arguments: object) -> None:
    """Runs one step and stops everything when it fails."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    print("+", " ".join(command[1:]), flush=True)
    subprocess.run(command, check=True)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    for name in ("--sources", "--mirrors", "--work", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    settings = json.loads((HERE / "settings.json").read_text())
    work = options.work
    pairs, tokenizer, data, start, table = work / "pairs", work / "tokenizer.json", work / "data.npz", work / "start.npy", work / "table.npy"
    work.mkdir(parents=True, exist_ok=True)
    only = ["--only", *SAMPLE] if options.sample else []
    call("extract_all.py", "--sources", options.sources, "--mirrors", options.mirrors, "--out", pairs, "--jobs", options.jobs,
         "--commits", 300 if options.sample else settings["commits"], *only)
    call("vocabulary.py", "--pairs", pairs, "--out", tokenizer, "--size", 8000 if options.sample else settings["vocabulary"])
    call("encode.py", "--pairs", pairs, "--tokenizer", tokenizer, "--out", data)
    call("initialise.py", "--data", data, "--out", start, "--rounds", settings["initialise_rounds"], "--chunks", settings["initialise_chunks"])
    tables = []
    for run in settings["runs"]:
        tables.append(work / f"{run['name']}.npy")
        call("train.py", "--data", data, "--tokenizer", tokenizer, "--init", work / f"{run['from']}.npy", "--out", tables[-1],
             *([] if run["from"] == "start" else ["--go-on"]), "--seed", run["seed"], "--epochs", 2, "--rate", run["rate"],
             "--steps", 30 if options.sample else run["steps"], "--temperature", settings["temperature"],
             "--set", *[f"{name}={json.dumps(value)}" for name, value in run["batches"].items()])
    call("average.py", "--out", table, *tables)
    call("export.py", "--table", table, "--tokenizer", tokenizer, "--out", options.out, "--id", options.out.name)


if __name__ == "__main__":
    main()
