"""Makes training batches: groups of pairs of one repository, with the document's fields reweighted and words dropped at random."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from encode import SOURCES

DOC, NAME, INLINE, TEST, FILE, PATH, COMMIT, HEAD = range(len(SOURCES))

FILLERS = ["how", "how is", "how are", "how does", "how to", "where is", "where are", "where does", "what", "what does", "which", "find", "code that",
           "function that", "function for", "implementation of", "the", "handling of", "logic for", "class that", "way to", "how the", "where the"]


@dataclass
class Options:
    """What a run may vary.

    field_weight   multiplies the counts of path, name, doc comment and code before saturation (a power of the count)
    doc_share      how often a doc comment stays in the document whose sentence is the query (the query's own words go)
    mask_share     how often the words of a query made from a name or a path are taken out of the document
    source_share   how often pairs of each source are used in an epoch
    name_share     how often the definition's name is added to a query from its doc comment
    filler_share   how often "how is", "where does" and the like are put before a query
    local_share    share of groups made of neighbouring files: harder negatives
    """

    batch: int = 1024
    group: int = 256
    field_weight: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    power: float = 0.5
    doc_share: float = 0.5
    mask_share: float = 0.5
    source_share: tuple[float, ...] = (1.0, 0.6, 0.6, 1.0, 0.5, 0.5, 1.0, 1.0)
    language_power: float = 0.5
    mask_file: bool = False
    name_share: float = 0.2
    filler_share: float = 0.3
    local_share: float = 0.0
    token_drop: float = 0.1


@dataclass
class Bag:
    """Rows of weighted tokens."""

    ids: np.ndarray
    weights: np.ndarray
    offsets: np.ndarray


def saturate(counts: np.ndarray, power: float) -> np.ndarray:
    """Count to weight: a power below 1 lets a repeated word count less each time."""
    return np.power(counts, power, dtype=np.float32)


def ranges(starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Concatenated index ranges."""
    ends = np.cumsum(sizes)
    out = np.ones(int(ends[-1]) if len(ends) else 0, np.int64)
    full = sizes > 0
    starts, sizes = starts[full], sizes[full]
    at = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    out[at] = starts - np.concatenate([[0], (starts + sizes - 1)[:-1]])
    return np.cumsum(out)


class Pairs:
    """All pairs in memory, sampled by repository."""

    def __init__(self, path: Path, options: Options, seed: int, fillers: list[list[int]]) -> None:
        data = np.load(path)
        self.data = {name: data[name] for name in data.files}
        self.options = options
        self.fillers = [np.array(part, np.int32) for part in fillers if part]
        self.random = np.random.default_rng(seed)
        self.vocabulary = int(self.data["vocabulary"])
        self.repo_of_pair = self.data["chunk_repo"][self.data["pair_chunk"]]
        count = np.bincount(self.data["token"], minlength=self.vocabulary)
        self.idf = np.log(1 + len(self.data["chunk_repo"]) / (1 + count)).astype(np.float32)
        sizes = np.bincount(self.repo_of_pair, minlength=len(self.data["repos"])).astype(float)
        languages = self.data["languages"]
        total = {language: sizes[languages == language].sum() for language in set(languages)}
        mean = np.mean(list(total.values()))
        self.repeat = np.array([(mean / total[language]) ** options.language_power for language in languages])

    def epoch(self) -> Iterator[np.ndarray]:
        """Pair indices batch by batch; small languages come more often."""
        options, random = self.options, self.random
        share = np.array(options.source_share)[self.data["pair_source"]]
        times = share * self.repeat[self.repo_of_pair]
        keep = np.floor(times + random.random(len(times))).astype(int)
        chosen = np.repeat(np.arange(len(times)), keep)
        chosen = chosen[random.permutation(len(chosen))]
        chosen = chosen[np.argsort(self.repo_of_pair[chosen], kind="stable")]
        if options.local_share:
            local = random.random(len(chosen)) < options.local_share
            key = np.where(local, self.data["chunk_file"][self.data["pair_chunk"][chosen]], 0)
            chosen = chosen[np.lexsort((key, local, self.repo_of_pair[chosen]))]
        edges = np.flatnonzero(np.diff(self.repo_of_pair[chosen])) + 1
        groups = [part[i:i + options.group] for part in np.split(chosen, edges) for i in range(0, len(part), options.group)]
        order = random.permutation(len(groups))
        waiting: list[np.ndarray] = []
        size = 0
        for index in order:
            waiting.append(groups[index])
            size += len(groups[index])
            if size >= options.batch:
                yield np.concatenate(waiting)[: options.batch]
                waiting, size = [], 0

    def make(self, pairs: np.ndarray) -> tuple[Bag, Bag, np.ndarray]:
        """Queries, documents and the mask of what is not a negative."""
        data, random, options = self.data, self.random, self.options
        source = data["pair_source"][pairs]
        chunk = data["pair_chunk"][pairs]
        size = len(pairs)
        # queries
        q_start, q_size = data["query_at"][pairs], data["query_at"][pairs + 1] - data["query_at"][pairs]
        q_index = ranges(q_start, q_size)
        q_row = np.repeat(np.arange(size), q_size)
        q_token = data["query"][q_index]
        keep_share = random.choice([1.0, 0.8, 0.5], size=size, p=[0.5, 0.25, 0.25])
        noise = random.random(len(q_token)) < keep_share[q_row]
        strong = self.idf[q_token] * random.uniform(0.5, 1.5, len(q_token)).astype(np.float32)
        best = np.zeros(size, np.float32)
        np.maximum.at(best, q_row, strong)
        keep = noise | (strong >= best[q_row] * 0.9)
        q_row, q_token_kept = q_row[keep], q_token[keep]
        # documents
        d_start, d_size = data["chunk_at"][chunk], data["chunk_at"][chunk + 1] - data["chunk_at"][chunk]
        d_index = ranges(d_start, d_size)
        d_row = np.repeat(np.arange(size), d_size)
        d_token = data["token"][d_index]
        count = data["count"][d_index].astype(np.float32)
        key = np.unique(np.repeat(np.arange(size), q_size).astype(np.int64) * self.vocabulary + q_token)
        own = d_row.astype(np.int64) * self.vocabulary + d_token
        at = np.minimum(np.searchsorted(key, own), len(key) - 1)
        overlap = key[at] == own
        is_doc = source == DOC
        with_doc = np.where(is_doc, random.random(size) < options.doc_share, random.random(size) < 0.75)
        count[:, 2] *= with_doc[d_row] & ~(overlap & is_doc[d_row])
        masked = random.random(size) < options.mask_share
        for which, field in ((NAME, 1), (PATH, 0), (FILE, 0)):
            count[:, field] *= ~((source == which) & masked)[d_row]
        count[:, 3] *= ~(overlap & ((source == NAME) & masked)[d_row])
        count[:, 3] *= ~(overlap & np.isin(source, (INLINE, TEST))[d_row])
        count[:, 0] *= (random.random(size) < 0.9)[d_row]
        count[:, 1] *= (random.random(size) < 0.9)[d_row]
        weight = saturate(count @ np.array(options.field_weight, np.float32), options.power)
        alive = (weight > 0) & (random.random(len(weight)) >= options.token_drop)
        named = (random.random(size) < options.name_share) & np.isin(source, (DOC, INLINE, COMMIT))
        extra = named[d_row] & (data["count"][d_index][:, 1] > 0) & ~overlap
        opened = np.flatnonzero((random.random(size) < options.filler_share) & (source != NAME) & (source != PATH))
        filler = [self.fillers[i] for i in random.integers(0, len(self.fillers), len(opened))]
        q_row = np.concatenate([q_row, d_row[extra], np.repeat(opened, [len(part) for part in filler])])
        q_token_kept = np.concatenate([q_token_kept, d_token[extra], *filler])
        order = np.argsort(q_row, kind="stable")
        q_row, q_token_kept = q_row[order], q_token_kept[order]
        documents = _bag(d_row[alive], d_token[alive], weight[alive], size)
        queries = _bag(q_row, q_token_kept, np.ones(len(q_row), np.float32), size)
        same = chunk[:, None] == chunk[None, :]
        file = data["chunk_file"][chunk]
        broad = np.ones(size, bool) if options.mask_file else np.isin(source, (FILE, PATH))
        same |= (file[:, None] == file[None, :]) & broad[:, None]
        np.fill_diagonal(same, False)
        return queries, documents, same


def _bag(rows: np.ndarray, ids: np.ndarray, weights: np.ndarray, size: int) -> Bag:
    sizes = np.bincount(rows, minlength=size)
    return Bag(ids.astype(np.int64), weights.astype(np.float32), np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64))
