"""Scores a model on a set of questions (codesearch-dev): NDCG@10 over files, a file's score being its best chunk.

The set is chunked and tokenized once into an .npz, so that scoring a table of token vectors takes a second or two.
"""
from __future__ import annotations

import json
import os
import pickle
from collections import defaultdict
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

from chunks import chunk_file
from encode import encode_chunk
from languages import language_of
from prose import clean_comment
from tokenizer import Tokenizer


def read_files(root: Path) -> list[tuple[str, str, str]]:
    """(path, language, text) of every source file below a folder."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", "node_modules")]
        for name in names:
            path = Path(folder) / name
            try:
                text = path.read_text("utf8")
            except (UnicodeDecodeError, OSError):
                continue
            language = language_of(str(path), text[:60])
            if language and len(text) < 1_000_000:
                found.append((str(path.relative_to(root)).replace(os.sep, "/"), language, text))
    return sorted(found)


def ndcg(ranked: list[str], targets: list[str], k: int = 10) -> float:
    """Binary NDCG@k with the benchmark's rule for paths."""
    gains = np.zeros(k)
    for target in targets:
        for rank, path in enumerate(ranked[:k]):
            if path == target or path.endswith("/" + target) or target.endswith("/" + path):
                gains[rank] = 1
                break
    discount = 1 / np.log2(np.arange(k) + 2)
    return float((gains * discount).sum() / discount[: min(k, len(targets))].sum()) if targets else 0.0


class DevSet:
    """Repositories as sparse count matrices per field, with questions and targets."""

    def __init__(self, set_dir: Path, checkouts: Path, tokenizer: Tokenizer, cache: Path) -> None:
        if cache.exists():
            self.repositories = pickle.loads(cache.read_bytes())
            return
        self.repositories = []
        for spec in json.loads((set_dir / "repos.json").read_text()):
            root = checkouts / spec["name"] / (spec["benchmark_root"] or ".")
            tasks = json.loads((set_dir / "annotations" / f"{spec['name']}.json").read_text())
            rows, tables, paths = [], [], []
            for path, language, text in read_files(root):
                for chunk in chunk_file(text, language):
                    ids, counts = encode_chunk(tokenizer, path, chunk.kind, f"{chunk.enclosing}.{chunk.name}".strip("."), chunk.doc, chunk.code)
                    if len(ids):
                        rows.append(ids)
                        tables.append(counts)
                        paths.append(path)
            targets = [[t if isinstance(t, str) else t["path"] for t in (task.get("relevant") or []) + (task.get("secondary") or [])] for task in tasks]
            self.repositories.append({
                "name": spec["name"], "language": spec["language"], "paths": np.array(paths),
                "token": np.concatenate(rows), "count": np.concatenate(tables), "at": np.concatenate([[0], np.cumsum([len(r) for r in rows])]),
                "queries": [tokenizer.encode(task["query"]) for task in tasks], "texts": [task["query"] for task in tasks],
                "targets": targets, "categories": [task.get("category", "semantic") for task in tasks],
            })
        cache.write_bytes(pickle.dumps(self.repositories))

    def score(self, table: np.ndarray, weigh, query_table: np.ndarray | None = None, encode=None) -> dict:
        """Means by language, category and half. `weigh(count (n,4)) → (n,)`; `encode` may quantise the normalised vectors."""
        by_language, by_category, by_half, by_repo, misses = defaultdict(list), defaultdict(list), defaultdict(list), {}, []
        for position, repo in enumerate(self.repositories):
            width = table.shape[0]
            matrix = sparse.csr_matrix((weigh(repo["count"]), repo["token"], repo["at"]), shape=(len(repo["at"]) - 1, width))
            documents = normalise(matrix @ table)
            ids = np.concatenate([np.array([i for i in q if i > 1], np.int64) for q in repo["queries"]])
            at = np.concatenate([[0], np.cumsum([sum(i > 1 for i in q) for q in repo["queries"]])])
            bag = sparse.csr_matrix((np.ones(len(ids), np.float32), ids, at), shape=(len(at) - 1, width))
            bag.sum_duplicates()
            bag.data = weigh(np.stack([np.zeros_like(bag.data)] * 3 + [bag.data], 1))
            questions = normalise(bag @ (table if query_table is None else query_table))
            scores = encode(questions, documents) if encode else questions @ documents.T
            names, owner = np.unique(repo["paths"], return_inverse=True)
            best = np.full((len(names), len(questions)), -9.0, np.float32)
            np.maximum.at(best, owner, scores.T)
            results = []
            for i, targets in enumerate(repo["targets"]):
                order = np.argsort(-best[:, i], kind="stable")[:10]
                value = ndcg([names[j] for j in order], targets)
                results.append(value)
                by_category[repo["categories"][i]].append(value)
                if value < 0.4:
                    misses.append((repo["name"], repo["texts"][i], targets, [names[j] for j in order[:4]]))
            by_repo[repo["name"]] = float(np.mean(results))
            by_language[repo["language"]].append(by_repo[repo["name"]])
            by_half[position % 2].append(by_repo[repo["name"]])
        return {"all": float(np.mean([np.mean(v) for v in by_language.values()])), "tune": float(np.mean(by_half[0])), "read": float(np.mean(by_half[1])),
                "language": {k: round(float(np.mean(v)), 3) for k, v in by_language.items()},
                "category": {k: round(float(np.mean(v)), 3) for k, v in by_category.items()}, "repo": by_repo, "misses": misses}


def normalise(rows: np.ndarray) -> np.ndarray:
    """Rows of unit length; a zero row stays zero."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
