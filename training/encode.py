"""Turns extracted repositories into flat arrays of token ids: what training reads.

encode.py --pairs DIR --tokenizer tokenizer.json --out data.npz [--hold-out hold-out.txt]
"""
from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np

from tokenizer import Tokenizer

SOURCES = ["doc", "name", "inline", "test", "file", "path", "commit", "head"]
FIELDS = 4  # path, name, doc, code
KINDS = {"def": "function", "fn": "function", "func": "function", "defp": "function", "fun": "function", "struct": "class", "object": "class",
         "trait": "interface", "protocol": "interface", "mod": "module", "defmodule": "module", "namespace": "module", "impl": "class",
         "record": "class", "data": "type", "newtype": "type", "instance": "class", "actor": "class", "extension": "class", "test": "function"}
LIMIT = 400


class Flat:
    """A growing list of rows of unequal length."""

    def __init__(self, kind: str) -> None:
        self.parts: list[np.ndarray] = []
        self.sizes: list[int] = []
        self.kind = kind

    def add(self, row: np.ndarray) -> None:
        """Appends one row."""
        self.parts.append(row.astype(self.kind))
        self.sizes.append(len(row))

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """(values, offsets of length rows + 1)."""
        return np.concatenate(self.parts), np.concatenate([[0], np.cumsum(self.sizes)]).astype(np.int64)


def encode_chunk(tokenizer: Tokenizer, path: str, kind: str, name: str, doc: str, code: str) -> tuple[np.ndarray, np.ndarray]:
    """Distinct ids of a chunk and their counts per field, shape (n, FIELDS). The template's own words count as code."""
    counts: dict[int, list[int]] = {}
    for field, text in enumerate((path, name, doc, f"File Type {kind} Name {code}")):
        for index in tokenizer.encode(text)[:1000]:
            if index > 1:
                counts.setdefault(index, [0, 0, 0, 0])[field] += 1
    ids = np.fromiter(counts.keys(), np.int32, len(counts))[:LIMIT]
    table = np.array(list(counts.values()), np.int32).reshape(-1, FIELDS)[:LIMIT]
    return ids, np.minimum(table, 255).astype(np.uint8)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hold-out", type=Path, default=Path(__file__).with_name("hold-out.txt"))
    options = parser.parse_args()
    held = {name.replace("/", "+") for name in options.hold_out.read_text().split()}
    tokenizer = Tokenizer.load(options.tokenizer)
    ids, table, queries = Flat("int32"), Flat("uint8"), Flat("int32")
    chunk_repo, chunk_file, pair_chunk, pair_source, repos, languages = [], [], [], [], [], []
    files = 0
    for path in sorted(options.pairs.glob("*.jsonl.gz")):
        repo = path.name.removesuffix(".jsonl.gz")
        if repo in held:
            continue
        with gzip.open(path, "rt", encoding="utf8") as file:
            head = json.loads(next(file))
            names: dict[str, int] = {}
            spoken: Counter[str] = Counter()
            first = len(chunk_repo)
            for _ in range(head["chunks"]):
                where, language, kind, name, doc, code = json.loads(next(file))
                row, counts = encode_chunk(tokenizer, where, KINDS.get(kind, kind), name, doc, code)
                ids.add(row)
                table.add(counts.reshape(-1))
                chunk_repo.append(len(repos))
                chunk_file.append(files + names.setdefault(where, len(names)))
                spoken[language] += 1
            files += len(names)
            pairs = [json.loads(line) for line in file]
        often = Counter(query for query, _, source in pairs if source not in ("file", "path"))
        for query, chunk, source in pairs:
            row = np.array([index for index in tokenizer.encode(query)[:48] if index > 1], np.int32)
            if len(row) == 0 or often[query] > 6 or (len(row) < 2 and source not in ("name", "path", "test")):
                continue
            queries.add(row)
            pair_chunk.append(first + chunk)
            pair_source.append(SOURCES.index(source))
        repos.append(repo)
        spoken.pop("markdown", None)
        languages.append(spoken.most_common(1)[0][0] if spoken else "markdown")
    token, chunk_at = ids.arrays()
    count, _ = table.arrays()
    query, query_at = queries.arrays()
    np.savez(options.out, token=token, count=count.reshape(-1, FIELDS), chunk_at=chunk_at, query=query, query_at=query_at,
             chunk_repo=np.array(chunk_repo, np.int32), chunk_file=np.array(chunk_file, np.int32),
             pair_chunk=np.array(pair_chunk, np.int32), pair_source=np.array(pair_source, np.int8),
             repos=np.array(repos), languages=np.array(languages), vocabulary=np.array(len(tokenizer.pieces)))
    print(f"{len(repos)} repositories, {len(chunk_repo)} chunks, {len(pair_chunk)} pairs, {len(token) / max(1, len(chunk_repo)):.0f} ids a chunk")
    print(Counter(SOURCES[source] for source in pair_source))
    by_language: Counter[str] = Counter()
    for index in pair_chunk:
        by_language[languages[chunk_repo[index]]] += 1
    print(by_language)


if __name__ == "__main__":
    main()
