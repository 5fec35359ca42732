"""Start vectors from co-occurrence: the leading singular vectors of the chunk × token matrix (randomised, block power iteration).

initialise.py --data data.npz --out start.npy [--dimensions 256] [--rounds 3]
"""
from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import scipy.sparse as sparse


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chunks", type=int, default=300_000, help="random sample of chunks")
    parser.add_argument("--flatten", type=float, default=0.5, help="power of the singular values")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    random = np.random.default_rng(options.seed)
    data = np.load(options.data)
    token, at, vocabulary = data["token"], data["chunk_at"], int(data["vocabulary"])
    count = data["count"].sum(1, dtype=np.float32)
    idf = np.log(1 + (len(at) - 1) / (1 + np.bincount(token, minlength=vocabulary))).astype(np.float32)
    matrix = sparse.csr_matrix((np.sqrt(count) * idf[token], token, at), shape=(len(at) - 1, vocabulary))
    if matrix.shape[0] > options.chunks:
        matrix = matrix[np.sort(random.choice(matrix.shape[0], options.chunks, replace=False))]
    length = np.sqrt(matrix.multiply(matrix).sum(1)).A[:, 0]
    matrix = sparse.diags(1 / np.maximum(length, 1e-6)).astype(np.float32) @ matrix
    back = matrix.T.tocsr()
    block = random.standard_normal((vocabulary, options.dimensions + 24)).astype(np.float32)
    for _ in range(options.rounds):
        block = np.linalg.qr(back @ (matrix @ block))[0].astype(np.float32)
    small = matrix @ block
    _, values, turn = np.linalg.svd(small.T @ small, hermitian=True)
    vectors = (block @ turn.T)[:, : options.dimensions] * values[: options.dimensions] ** (options.flatten / 2)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    noise = random.standard_normal(vectors.shape).astype(np.float32) / options.dimensions ** 0.5
    vectors = vectors / np.maximum(length, 1e-9)
    vectors = np.where(length > 1e-7, vectors + 0.3 * noise, noise)
    np.save(options.out, (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))
    print(f"{matrix.shape[0]} chunks, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
