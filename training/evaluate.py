"""Scores a model folder on a set of questions: NDCG@10 by language and category, and what smaller vectors cost.

evaluate.py --set DIR --chunks chunks.jsonl --model FOLDER --cache FILE [--plain] [--misses]
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from batches import saturate
from devset import DevSet, normalise
from model_folder import load_folder

RESCORED = 200


def as_int8(questions: np.ndarray, documents: np.ndarray) -> np.ndarray:
    """Cosines of vectors rounded to int8."""
    return questions @ normalise(np.round(documents * 127 / np.abs(documents).max()).astype(np.float32)).T


def as_bits(questions: np.ndarray, documents: np.ndarray) -> np.ndarray:
    """Agreement of signs on both sides, what a Hamming distance ranks by."""
    return np.sign(questions) @ np.sign(documents).T / documents.shape[1]


def bits_rescored(questions: np.ndarray, documents: np.ndarray) -> np.ndarray:
    """The best RESCORED by bits, ranked by their exact cosine; the rest below."""
    coarse, exact = as_bits(questions, documents), questions @ documents.T
    cut = np.sort(coarse, axis=1)[:, max(0, coarse.shape[1] - RESCORED)][:, None]
    return np.where(coarse >= cut, exact, exact - 4)


def first(width: int):
    """Cosines of the first `width` dimensions."""
    return lambda questions, documents: normalise(questions[:, :width]) @ normalise(documents[:, :width]).T


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    for name in ("--set", "--chunks", "--model", "--cache"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--plain", action="store_true", help="without field weights")
    parser.add_argument("--misses", action="store_true", help="print the questions scored under 0.4")
    options = parser.parse_args()
    table, tokenizer, weights = load_folder(options.model)
    if options.plain:
        weights = np.ones(4, np.float32)
    dev = DevSet(options.set, options.chunks, tokenizer, options.cache)

    def weigh(count: np.ndarray) -> np.ndarray:
        return saturate(count.astype(np.float32) @ weights, 0.5)

    forms = {"256 dimensions": None, "128 dimensions": first(128), "64 dimensions": first(64), "int8": as_int8, "bits": as_bits,
             f"bits, best {RESCORED} rescored": bits_rescored}
    for name, encode in forms.items():
        result = dev.score(table, weigh, encode=encode)
        print(f"{name:28} ndcg@10 {result['all']:.4f}   tuned half {result['tune']:.4f}   other half {result['read']:.4f}")
        if encode is None:
            print(f"  by category {result['category']}\n  by language {result['language']}")
            for miss in result["misses"] if options.misses else []:
                print("  miss", miss)


if __name__ == "__main__":
    main()
