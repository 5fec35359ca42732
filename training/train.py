"""Trains the table of token vectors with in-batch negatives, at several widths at once. numpy and scipy only.

train.py --data data.npz --tokenizer tokenizer.json --out table.npy [--epochs 3] [--set field=value ...] [--init start.npy] [--dev ...]
"""
from __future__ import annotations

import argparse
import json
import queue
import threading
import time
from dataclasses import fields
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

from batches import FILLERS, Bag, Options, Pairs, saturate
from tokenizer import Tokenizer

DOCUMENT_TO_QUERY = 0.3


def contrast(queries: np.ndarray, documents: np.ndarray, same: np.ndarray, temperature: float) -> tuple[float, np.ndarray, np.ndarray]:
    """InfoNCE, both ways, over cosines of the rows; the loss and its gradients by `queries` and `documents`."""
    left_size = np.maximum(np.linalg.norm(queries, axis=1, keepdims=True), 1e-6)
    right_size = np.maximum(np.linalg.norm(documents, axis=1, keepdims=True), 1e-6)
    left, right = queries / left_size, documents / right_size
    odds = left @ right.T
    odds -= 1.0
    odds /= temperature
    gold = odds.diagonal().copy()
    np.exp(odds, out=odds)
    odds[same] = 0.0
    row, column = odds.sum(1), odds.sum(0)
    loss = float(np.mean(np.log(row) - gold) + DOCUMENT_TO_QUERY * np.mean(np.log(column) - gold))
    odds *= (1 / row)[:, None] + (DOCUMENT_TO_QUERY / column)[None, :]
    odds[np.arange(len(odds)), np.arange(len(odds))] -= 1 + DOCUMENT_TO_QUERY
    odds /= len(odds) * temperature
    left_gradient, right_gradient = odds @ right, odds.T @ left
    left_gradient -= (left_gradient * left).sum(1, keepdims=True) * left
    right_gradient -= (right_gradient * right).sum(1, keepdims=True) * right
    return loss, left_gradient / left_size, right_gradient / right_size


class Model:
    """A vector and a log weight per token, with Adam moments; only touched rows are updated."""

    def __init__(self, start: np.ndarray, log_weight: np.ndarray) -> None:
        self.vector = np.ascontiguousarray(start, np.float32)
        self.weight = log_weight.astype(np.float32)
        self.moments = [np.zeros_like(self.vector), np.zeros_like(self.vector), np.zeros_like(self.weight), np.zeros_like(self.weight)]
        self.steps = 0

    def folded(self) -> np.ndarray:
        """One vector per token, its length being its weight."""
        return self.vector * np.exp(self.weight)[:, None]

    def step(self, queries: Bag, documents: Bag, same: np.ndarray, temperature: float, widths: tuple[int, ...], rate: float) -> float:
        """One step on one batch; the loss."""
        known = np.zeros(len(self.vector), bool)
        known[queries.ids] = True
        known[documents.ids] = True
        rows = np.flatnonzero(known)
        place = np.cumsum(known) - 1
        size = len(same)
        bags = [sparse.csr_matrix((bag.weights, place[bag.ids], np.append(bag.offsets, len(bag.ids))), shape=(size, len(rows))) for bag in (queries, documents)]
        vector = self.vector[rows]
        scale = np.exp(self.weight[rows])[:, None]
        table = vector * scale
        left, right = (bag @ table for bag in bags)
        left_gradient, right_gradient = np.zeros_like(left), np.zeros_like(right)
        loss = 0.0
        for width in widths:
            part, by_left, by_right = contrast(left[:, :width], right[:, :width], same, temperature)
            loss += part / len(widths)
            left_gradient[:, :width] += by_left / len(widths)
            right_gradient[:, :width] += by_right / len(widths)
        gradient = bags[0].T @ left_gradient + bags[1].T @ right_gradient
        by_weight = np.einsum("ij,ij->i", gradient, table)
        gradient *= scale
        self.steps += 1
        bias = (1 - 0.99 ** self.steps) ** 0.5 / (1 - 0.9 ** self.steps)
        self.vector[rows] = vector - rate * bias * self._adam(0, rows, gradient)
        self.weight[rows] -= 3 * rate * bias * self._adam(2, rows, by_weight)
        return loss

    def _adam(self, index: int, rows: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        first = self.moments[index][rows]
        first *= 0.9
        first += 0.1 * gradient
        self.moments[index][rows] = first
        second = self.moments[index + 1][rows]
        second *= 0.99
        gradient *= gradient
        gradient *= 0.01
        second += gradient
        self.moments[index + 1][rows] = second
        np.sqrt(second, out=second)
        second += 1e-8
        first /= second
        return first


def train(pairs: Pairs, model: Model, options: argparse.Namespace, report) -> None:
    """Runs the epochs; batches are made in a second thread."""
    ready: queue.Queue = queue.Queue(maxsize=4)
    planned = [batch for _ in range(options.epochs) for batch in pairs.epoch()][: options.steps]
    widths = tuple(int(part) for part in options.widths.split(","))

    def feed() -> None:
        for batch in planned:
            ready.put(pairs.make(batch))

    threading.Thread(target=feed, daemon=True).start()
    began, mean = time.monotonic(), 0.0
    for step in range(len(planned)):
        progress = max(step / len(planned), (time.monotonic() - began) / options.seconds)
        if progress >= 1:
            print(f"out of time at step {step}", flush=True)
            break
        scale = min(1.0, (step + 1) / 50) * (1 - progress * 0.97)
        loss = model.step(*ready.get(), options.temperature, widths if step % 2 else widths[:1], options.rate * scale)
        mean = loss if step == 0 else 0.98 * mean + 0.02 * loss
        if step % 200 == 199 or step + 1 == len(planned):
            print(f"step {step + 1}/{len(planned)} loss {mean:.3f} {time.monotonic() - began:.0f} s", flush=True)
        if report and (step + 1) % max(1, len(planned) // 3) == 0 and step + 1 < len(planned):
            report(model.folded())


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--go-on", action="store_true", help="--init is a trained table: go on from it")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--steps", type=int, help="stop after so many steps")
    parser.add_argument("--seconds", type=float, default=1e9, help="end by then, with the learning rate lowered in time")
    parser.add_argument("--leave-out", nargs="*", default=[], help="repositories to leave out")
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--widths", default="256,128")
    parser.add_argument("--idf-power", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", nargs="*", default=[], help="options of batches.Options as name=json")
    parser.add_argument("--dev", nargs=3, metavar=("SET", "CHUNKS", "CACHE"))
    return parser.parse_args()


def choose(settings: list[str]) -> Options:
    """Options of batches.Options from name=json."""
    chosen = Options()
    for item in settings:
        name, value = item.split("=", 1)
        assert name in {field.name for field in fields(Options)}, name
        parsed = json.loads(value)
        setattr(chosen, name, tuple(parsed) if isinstance(parsed, list) else parsed)
    return chosen


def main() -> None:
    """Entry point."""
    options = parse()
    chosen = choose(options.set)
    tokenizer = Tokenizer.load(options.tokenizer)
    pairs = Pairs(options.data, chosen, options.seed, [tokenizer.encode(text) for text in FILLERS])
    for name in options.leave_out:
        pairs.repeat[pairs.data["repos"] == name.replace("/", "+")] = 0
    random = np.random.default_rng(options.seed)
    if options.init:
        start = np.load(options.init)
    else:
        start = random.standard_normal((pairs.vocabulary, options.dimensions)).astype(np.float32) / options.dimensions ** 0.5
    length = np.linalg.norm(start, axis=1)
    if options.go_on:
        model = Model(start / np.maximum(length, 1e-6)[:, None], np.log(np.maximum(length, 1e-6)))
    else:
        model = Model(start, options.idf_power * np.log(pairs.idf + 0.1))
    report = None
    if options.dev:
        from devset import DevSet

        dev = DevSet(Path(options.dev[0]), Path(options.dev[1]), tokenizer, Path(options.dev[2]))
        field_weight = np.array(chosen.field_weight, np.float32)

        def report(table: np.ndarray) -> dict:
            result = dev.score(table, lambda count: saturate(count.astype(np.float32) @ field_weight, chosen.power))
            print(f"dev {result['all']:.4f} tune {result['tune']:.4f} read {result['read']:.4f} {result['category']}", flush=True)
            return result

        report(model.folded())
    train(pairs, model, options, report)
    table = model.folded()
    table[:2] = 0
    np.save(options.out, table)
    if report:
        print(report(table)["language"])


if __name__ == "__main__":
    main()
