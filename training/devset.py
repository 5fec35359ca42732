"""Scores a model on a set of questions (codesearch-dev): NDCG@10 over files, a file's score being its best chunk.

The set is chunked and tokenized once into an .npz, so that scoring a table of token vectors takes a second or two.
"""
from __future__ import annotations

import json
import pickle
from collections import defaultdict
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

from encode import encode_chunk
from tokenizer import Tokenizer


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

    def __init__(self, set_dir: Path, chunks: Path, tokenizer: Tokenizer, cache: Path) -> None:
        """`chunks` is what chunk-folder.mjs wrote; `cache` keeps the tokenized set."""
        if cache.exists():
            self.repositories = pickle.loads(cache.read_bytes())
            return
        found: dict[str, list[tuple[str, np.ndarray, np.ndarray]]] = defaultdict(list)
        with chunks.open(encoding="utf8") as file:
            for line in file:
                repo, path, kind, name, code = json.loads(line)
                found[repo].append((path, *encode_chunk(tokenizer, path, kind, name, "", code)))
        self.repositories = []
        for spec in json.loads((set_dir / "repos.json").read_text()):
            rows = [row for row in found[spec["name"]] if len(row[1])]
            tasks = json.loads((set_dir / "annotations" / f"{spec['name']}.json").read_text())
            targets = [[t if isinstance(t, str) else t["path"] for t in (task.get("relevant") or []) + (task.get("secondary") or [])] for task in tasks]
            self.repositories.append({
                "name": spec["name"], "language": spec["language"], "paths": np.array([row[0] for row in rows]),
                "token": np.concatenate([row[1] for row in rows]), "count": np.concatenate([row[2] for row in rows]),
                "at": np.concatenate([[0], np.cumsum([len(row[1]) for row in rows])]),
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
