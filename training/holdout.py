"""Description → function on repositories that were held out: mean reciprocal rank of the function whose doc comment is the query.

The doc comments are left out of all documents, so only path, names and code can answer.

holdout.py --pairs DIR --model FOLDER [--field-weight 1,1,1,1]
"""
from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

from batches import saturate
from devset import normalise
from encode import encode_chunk
from model_folder import load_folder
from tokenizer import Tokenizer


def load(path: Path, tokenizer: Tokenizer, most: int = 400) -> dict:
    """Chunks of one repository as count matrices, and its descriptions with the chunk each belongs to."""
    with gzip.open(path, "rt", encoding="utf8") as file:
        head = json.loads(next(file))
        chunks = [json.loads(next(file)) for _ in range(head["head"])]
        for _ in range(head["chunks"] - head["head"]):
            next(file)
        pairs = [json.loads(line) for line in file]
    rows = [encode_chunk(tokenizer, where, kind, name, "", code) for where, _, kind, name, _, code in chunks]
    first: dict[int, str] = {}
    for query, chunk, source in pairs:
        if source == "doc" and chunk not in first and len(query.split()) >= 4 and not chunks[chunk][0].endswith(".md"):
            first[chunk] = query
    seen: dict[str, int] = {}
    for chunk, query in first.items():
        seen[query] = -1 if query in seen else chunk
    wanted = [(query, chunk) for query, chunk in seen.items() if chunk >= 0]
    wanted = [wanted[i] for i in np.random.default_rng(1).permutation(len(wanted))[:most]]
    return {"token": np.concatenate([row[0] for row in rows]), "count": np.concatenate([row[1] for row in rows]),
            "at": np.concatenate([[0], np.cumsum([len(row[0]) for row in rows])]),
            "queries": [[i for i in tokenizer.encode(query) if i > 1] for query, _ in wanted], "gold": np.array([chunk for _, chunk in wanted])}


def reciprocal_rank(repo: dict, table: np.ndarray, field_weight: np.ndarray, power: float) -> float:
    """MRR over the descriptions of one repository."""
    weights = saturate(repo["count"].astype(np.float32) @ field_weight, power)
    matrix = sparse.csr_matrix((weights, repo["token"], repo["at"]), shape=(len(repo["at"]) - 1, len(table)))
    documents = normalise(matrix @ table)
    questions = normalise(np.stack([table[query].sum(0) for query in repo["queries"]]))
    scores = questions @ documents.T
    gold = scores[np.arange(len(questions)), repo["gold"]]
    return float(np.mean(1 / (1 + (scores > gold[:, None]).sum(1))))


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    for name in ("--pairs", "--model"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--hold-out", type=Path, default=Path(__file__).with_name("hold-out.txt"))
    parser.add_argument("--field-weight", help="instead of the manifest's: path,name,doc,code")
    parser.add_argument("--power", type=float, default=0.5)
    options = parser.parse_args()
    table, tokenizer, weight = load_folder(options.model)
    if options.field_weight:
        weight = np.array([float(part) for part in options.field_weight.split(",")], np.float32)
    results: dict[str, float] = defaultdict(float)
    for name in options.hold_out.read_text().split():
        path = options.pairs / (name.replace("/", "+") + ".jsonl.gz")
        if not path.exists():
            print(f"{name}: not extracted")
            continue
        repo = load(path, tokenizer)
        if len(repo["queries"]) >= 8:
            results[name] = reciprocal_rank(repo, table, weight, options.power)
            print(f"{name:32} {len(repo['at']) - 1:6} chunks {len(repo['queries']):4} descriptions  MRR {results[name]:.3f}")
    print(f"mean {np.mean(list(results.values())):.4f}")


if __name__ == "__main__":
    main()
