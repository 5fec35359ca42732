"""Chooses the vocabulary: words that several repositories use, most used first.

vocabulary.py --pairs DIR --out tokenizer.json [--size 50000] [--hold-out hold-out.txt]
"""
from __future__ import annotations

import argparse
import gzip
import string
from collections import Counter
from pathlib import Path

import json

from tokenizer import WORD, build, split_word


def count_words(path: Path) -> Counter[str]:
    """Words of one extracted repository, split and lower-cased."""
    raw: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf8") as file:
        next(file)
        for line in file:
            for item in json.loads(line):
                if isinstance(item, str):
                    raw.update(WORD.findall(item))
    words: Counter[str] = Counter()
    for word, count in raw.items():
        if len(word) <= 40:
            for part in split_word(word):
                words[part] += count
    return words


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", type=int, default=50_000)
    parser.add_argument("--hold-out", type=Path, default=Path(__file__).with_name("hold-out.txt"))
    options = parser.parse_args()
    held = {name.replace("/", "+") for name in options.hold_out.read_text().split()}
    used: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in sorted(options.pairs.glob("*.jsonl.gz")):
        if path.name.removesuffix(".jsonl.gz") in held:
            continue
        for word, count in count_words(path).items():
            used[word] += 1
            total[word] += min(count, 60)
    least = 2 if len(used) > options.size else 1
    known = [word for word, repositories in used.items() if repositories >= least and len(word) <= 24
             and (len(word) > 1) and not (word.isdigit() and len(word) > 4) and not (len(word) > 12 and any(c.isdigit() for c in word))]
    known.sort(key=lambda word: (-used[word] * min(total[word], 2000) ** 0.5, word))
    characters = list(string.ascii_lowercase + string.digits)
    characters += [char for char, count in used.items() if len(char) == 1 and not char.isascii() and count >= 2]
    tokenizer = build(known[: options.size - len(characters) - 2], characters)
    tokenizer.save(options.out)
    print(f"{len(used)} words seen, {len(tokenizer.pieces)} kept; last words: {known[options.size - 320: options.size - 300]}")


if __name__ == "__main__":
    main()
