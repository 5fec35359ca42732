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


def rarest(word: str, least: int) -> int:
    """In how many repositories a word must occur: numbered names and other scripts in more, being cut well without."""
    if word.isdigit():
        return 6 if len(word) <= 4 else 30
    if any(char.isdigit() for char in word):
        return 5 if len(word) <= 12 else 10
    return least if word.isascii() else 4


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
    known = [word for word, repositories in used.items() if 1 < len(word) <= 24 and repositories >= rarest(word, least)]
    known.sort(key=lambda word: (-used[word] * min(total[word], 2000) ** 0.5, word))
    characters = list(string.ascii_lowercase + string.digits)
    characters += [char for char, count in used.items() if len(char) == 1 and not char.isascii() and count >= 2]
    tokenizer = build(known[: options.size - len(characters) - 2], characters)
    tokenizer.save(options.out)
    print(f"{len(used)} words seen, {len(tokenizer.pieces)} kept, the last: {known[len(tokenizer.pieces) - len(characters) - 12:len(tokenizer.pieces) - len(characters) - 2]}")


if __name__ == "__main__":
    main()
