"""Our tokenizer: words are split at case changes, lower-cased and cut into the fewest known pieces.

The same rules are written as a Hugging Face `tokenizer.json` (Replace, Lowercase, Split, Unigram); `verify-tokenizer.mjs`
compares both. Text is the concatenation of its words, so a word's ids can be cached.
"""
from __future__ import annotations

import json
import math
import re
import unicodedata
from pathlib import Path

WORD = re.compile(r"\w+")
WORD_PATTERN = r"[\p{L}\p{N}_]+"
BOUNDARY = r"(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}(?!s(?!\p{Ll}))\p{Ll})"
ASCII_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")
PAD, UNKNOWN = 0, 1
PIECE_COST = 10.0


def split_word(word: str) -> list[str]:
    """`parseHTTPHeader_v2` → parse, http, header, v2."""
    if word.isascii():
        spaced = ASCII_BOUNDARY.sub(" ", word)
    else:
        spaced = _split_unicode(word)
    return [part for part in spaced.replace("_", " ").lower().split(" ") if part]


def _split_unicode(word: str) -> str:
    kinds = [unicodedata.category(char) for char in word]
    out: list[str] = []
    for i, char in enumerate(word):
        if i and kinds[i] == "Lu":
            before, after = kinds[i - 1], kinds[i + 1] if i + 1 < len(word) else ""
            plural = word[i + 1:i + 2] == "s" and (i + 2 >= len(word) or kinds[i + 2] != "Ll")
            if before == "Ll" or before[0] == "N" or (before == "Lu" and after == "Ll" and not plural):
                out.append(" ")
        out.append(char)
    return "".join(out)


class Tokenizer:
    """Unigram segmentation over a fixed vocabulary; ids 0 and 1 are padding and unknown."""

    def __init__(self, pieces: list[tuple[str, float]]) -> None:
        self.pieces = pieces
        self.ids = {piece: index for index, (piece, _) in enumerate(pieces)}
        self.scores = [score for _, score in pieces]
        self.longest = max(len(piece) for piece, _ in pieces[2:])
        self.unknown_score = min(self.scores) - 10.0
        self._words: dict[str, list[int]] = {}

    def encode(self, text: str) -> list[int]:
        """Token ids of a text."""
        out: list[int] = []
        for word in WORD.findall(text):
            ids = self._words.get(word)
            if ids is None:
                ids = [index for part in split_word(word) for index in self._segment(part)] if len(word) <= 80 else []
                if len(self._words) < 3_000_000:
                    self._words[word] = ids
            out.extend(ids)
        return out

    def _segment(self, part: str) -> list[int]:
        whole = self.ids.get(part)
        if whole is not None:
            return [whole]
        size = len(part)
        best = [0.0] + [-math.inf] * size
        back: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self.longest) + 1):
                index = self.ids.get(part[start:end])
                if index is None:
                    if end > start + 1:
                        continue
                    index, score = UNKNOWN, self.unknown_score
                else:
                    score = self.scores[index]
                if best[start] + score > best[end]:
                    best[end] = best[start] + score
                    back[end] = (start, index)
        ids: list[int] = []
        at = size
        while at > 0:
            at, index = back[at]
            if not (index == UNKNOWN and ids and ids[-1] == UNKNOWN):
                ids.append(index)
        return ids[::-1]

    def save(self, path: Path) -> None:
        """Writes the Hugging Face form."""
        boundary = [{"type": "Replace", "pattern": {"Regex": BOUNDARY}, "content": " "}, {"type": "Lowercase"}]
        special = [{"id": index, "content": self.pieces[index][0], "single_word": False, "lstrip": False, "rstrip": False,
                    "normalized": False, "special": True} for index in (PAD, UNKNOWN)]
        path.write_text(json.dumps({
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
            "normalizer": {"type": "Sequence", "normalizers": boundary},
            "pre_tokenizer": {"type": "Split", "pattern": {"Regex": r"[^\p{L}\p{N}]+"}, "behavior": "Removed", "invert": False},
            "post_processor": None, "decoder": None,
            "model": {"type": "Unigram", "unk_id": UNKNOWN, "byte_fallback": False, "vocab": [[piece, score] for piece, score in self.pieces]},
        }, ensure_ascii=False, separators=(",", ":")), encoding="utf8")

    @staticmethod
    def load(path: Path) -> "Tokenizer":
        """Reads what `save` wrote."""
        return Tokenizer([(piece, score) for piece, score in json.loads(path.read_text("utf8"))["model"]["vocab"]])


def build(words: list[str], characters: list[str]) -> Tokenizer:
    """A tokenizer from words, most frequent first, and single characters that must be known."""
    ranked = list(dict.fromkeys(words + characters))
    pieces = [("<|padding|>", -90.0), ("<|unknown|>", -90.0)]
    pieces += [(word, round(-PIECE_COST - 0.3 * math.log(2 + rank) - rank * 1e-6, 5)) for rank, word in enumerate(ranked)]
    return Tokenizer(pieces)
