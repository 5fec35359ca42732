"""Reads one bare git repository and writes its chunks and its (query, chunk) pairs as gzipped JSON lines."""
from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from chunks import Chunk, chunk_file
from languages import TEST_CALL, language_of
from prose import clean_comment, first_sentences, is_prose, is_subject, words_of_name

MAX_FILE = 400_000
SKIP = re.compile(r"(^|/)(node_modules|vendor|vendored|third[_-]?party|dist|build|min|generated|fixtures?|snapshots?|testdata|"
                  r"__snapshots__|locales?|lang|i18n|changelogs?)(/|$)|\.min\.|\.pb\.|_pb2|\.generated\.|\.g\.|-lock\.|CHANGELOG|CHANGES|NEWS|HISTORY|"
                  r"AUTHORS|CONTRIBUTORS|LICENSE|RELEASE|CODE_OF_CONDUCT|SECURITY\.", re.I)
GENERATED = re.compile(r"(?i)@generated|code generated|do not edit|auto-?generated|automatically generated")
LICENCE = re.compile(r"(?i)licen[sc]e|copyright|spdx|all rights reserved")
COMMENT_LINE = re.compile(r"^\s*(?://+|#+|--+|\*|;+)\s?(?P<t>[A-Za-z`].{14,})$")


def blobs(repository: Path, commit: str) -> Iterator[tuple[str, str]]:
    """(path, text) of every text file of interest in the tree of `commit`."""
    listing = subprocess.run(["git", "--git-dir", str(repository), "ls-tree", "-r", "-z", "-l", commit],
                             capture_output=True, check=True).stdout.decode("utf8", "replace")
    wanted: list[tuple[str, str]] = []
    for row in listing.split("\0"):
        if not row:
            continue
        meta, path = row.split("\t", 1)
        mode, kind, oid, size = meta.split()
        if kind != "blob" or mode == "120000" or not size.isdigit() or not 20 < int(size) < MAX_FILE:
            continue
        stem = path.rsplit("/", 1)[-1]
        if language_of(path) or ("." not in stem and int(size) < 100_000):
            wanted.append((oid, path))
    process = subprocess.Popen(["git", "--git-dir", str(repository), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout
    for oid, path in wanted:
        process.stdin.write(oid.encode() + b"\n")
        process.stdin.flush()
        header = process.stdout.readline().split()
        if len(header) < 3:
            continue
        data = process.stdout.read(int(header[2]))
        process.stdout.read(1)
        if b"\0" in data[:4000]:
            continue
        yield path, data.decode("utf8", "replace")
    process.stdin.close()
    process.wait()


class Writer:
    """Collects chunks and pairs of one repository; a pair names its chunk by position."""

    def __init__(self) -> None:
        self.chunks: list[list[str]] = []
        self.pairs: list[tuple[str, int, str]] = []
        self.seen: set[int] = set()

    def add_chunk(self, path: str, language: str, chunk: Chunk, doc: str) -> int:
        """Stores a chunk unless an equal text is known; -1 then."""
        mark = hash(re.sub(r"\W+", "", chunk.code)[:600] + chunk.name)
        if mark in self.seen:
            return -1
        self.seen.add(mark)
        name = f"{chunk.enclosing}.{chunk.name}".strip(".")
        self.chunks.append([path, language, chunk.kind, name, doc[:1500], chunk.code[:4500]])
        return len(self.chunks) - 1

    def add_pair(self, query: str, index: int, source: str) -> None:
        """Adds a pair unless it says nothing."""
        if index >= 0 and len(query) > 3:
            self.pairs.append((query[:400], index, source))


def file_header(lines: list[str]) -> str:
    """The comment at the top of a file, without licence paragraphs."""
    head: list[str] = []
    for line in lines[:60]:
        text = line.strip()
        if text.startswith(("#!", "import ", "from ", "use ", "package ", "#include", "#ifndef", "#define", "#pragma", "<?php", "require", "local ", "const ")):
            if head:
                break
            continue
        if text.startswith(("//", "/*", "*", "#", "--", "{-", "|", '"""', "'''")) or (head and head[0].lstrip().startswith(('"""', "{-", "'''"))):
            head.append(line)
        elif text and head:
            break
        elif text:
            return ""
    blocks = [block for block in re.split(r"\n\s*(?:\*|//|#|--)?\s*\n", "\n".join(head)) if not LICENCE.search(block)]
    return clean_comment("\n".join(blocks))


def extract_file(path: str, text: str, language: str, out: Writer) -> None:
    """Chunks of one file and the pairs its own text gives."""
    lines = text.split("\n")
    found = chunk_file(text, language)
    indices: list[int] = []
    for chunk in found:
        if LICENCE.search(chunk.code[:400]) and chunk.kind == "block" and chunk.start == 0:
            chunk.code = re.sub(r"(?s)^\s*(/\*.*?\*/|(?:(?://|#|--)[^\n]*\n)+)", "", chunk.code)
        if len(re.findall(r"\w+", chunk.code)) < 6:
            continue
        if len(max(chunk.code.split("\n"), key=len)) > 500:
            continue
        doc = clean_comment(chunk.doc) if chunk.doc else ""
        if LICENCE.search(doc):
            doc = ""
        index = out.add_chunk(path, language, chunk, doc)
        if index < 0:
            continue
        indices.append(index)
        if language == "markdown":
            if is_prose(chunk.name, 2):
                out.add_pair(chunk.name, index, "head")
            continue
        if doc:
            for sentence in first_sentences(doc):
                out.add_pair(sentence, index, "doc")
        if chunk.name and chunk.kind not in ("block", "section"):
            out.add_pair(words_of_name(f"{chunk.enclosing.split('.')[-1]} {chunk.name}"), index, "name")
        for line in chunk.code.split("\n")[1:]:
            comment = COMMENT_LINE.match(line)
            if comment and is_prose(comment["t"], 4) and not LICENCE.search(line):
                out.add_pair(comment["t"].strip(), index, "inline")
            test = TEST_CALL.match(line)
            if test:
                out.add_pair(test["t"], index, "test")
        if chunk.kind in ("test",) or re.match(r"(?:test_?|Test|should)[A-Z_a-z]", chunk.name):
            out.add_pair(re.sub(r"^(?:test|Test)\s+", "", words_of_name(chunk.name)), index, "test")
    if language == "markdown" or not indices:
        return
    header = file_header(lines)
    targets = indices[:12]
    if header and is_prose(header, 3):
        for sentence in first_sentences(header)[:2]:
            for index in targets[:6]:
                out.add_pair(sentence, index, "file")
    for index in targets[:4]:
        out.add_pair(words_of_name(" ".join(path.rsplit(".", 1)[0].split("/")[-2:])), index, "path")


def extract_commits(repository: Path, commit: str, limit: int, out: Writer, skip: re.Pattern[str] | None) -> None:
    """Subjects of small commits with the hunks that they changed. A commit whose blobs are missing is passed over."""
    base = ["git", "--git-dir", str(repository)]
    listed = subprocess.run([*base, "rev-list", "--no-merges", f"--max-count={limit}", commit], capture_output=True, text=True, check=False).stdout.split()
    began = time.monotonic()
    while listed and time.monotonic() - began < 60:
        done = _read_log(base, listed, out, skip, began + 60)
        listed = listed[done + 1:]


def _read_log(base: list[str], listed: list[str], out: Writer, skip: re.Pattern[str] | None, until: float) -> int:
    """Reads commits until git stops; how many came whole."""
    environment = {"GIT_NO_LAZY_FETCH": "1", "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": "/nonexistent"}
    command = [*base, "log", "--no-walk=unsorted", "--stdin", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--format=%x01%s", "-p", "-U8"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    assert process.stdout and process.stdin
    process.stdin.write("\n".join(listed).encode())
    process.stdin.close()
    buffer: list[str] = []
    done = -1
    for raw in process.stdout:
        line = raw.decode("utf8", "replace")[:400]
        if line.startswith("\x01"):
            _commit_pairs(buffer, out, skip)
            buffer = [line]
            done += 1
            if time.monotonic() > until:
                break
        elif len(buffer) < 1200:
            buffer.append(line)
    process.kill()
    process.wait()
    return max(done, 0)


def _commit_pairs(buffer: list[str], out: Writer, skip: re.Pattern[str] | None) -> None:
    if not buffer or len(buffer) >= 1200 or not is_subject(buffer[0][1:].strip()):
        return
    subject = re.sub(r"\s*\(?#\d+\)?", "", re.sub(r"^\w+(?:\([^)]*\))?!?:\s+|^\[[^\]]*\]\s*", "", buffer[0][1:].strip()))
    path, hunks = "", []
    for line in buffer[1:]:
        if line.startswith("+++ b/"):
            path = line[6:].strip()
        elif line.startswith("@@"):
            hunks.append((path, line.split("@@")[-1].strip(), []))
        elif hunks and line[:1] in ("+", " "):
            hunks[-1][2].append(line[1:].rstrip("\n"))
    good = [hunk for hunk in hunks if (language_of(hunk[0]) or "markdown") != "markdown" and not SKIP.search(hunk[0])
            and not (skip and skip.search(hunk[0])) and 3 < len(hunk[2]) < 120]
    if len({hunk[0] for hunk in good}) > 5:
        return
    for hunk_path, heading, body in sorted(good, key=lambda hunk: -len(hunk[2]))[:3]:
        chunk = Chunk("block", "", "", 0, 0, "", heading + "\n" + "\n".join(body[:70]))
        out.add_pair(subject, out.add_chunk(hunk_path, language_of(hunk_path) or "", chunk, ""), "commit")


def _path_pattern(part: str) -> str:
    """A path or folder to leave out; a star at its end stands for anything."""
    return f"^{re.escape(part[:-1])}" if part.endswith("*") else f"^{re.escape(part.rstrip('/'))}(?:/|$)"


def extract(repository: Path, commit: str, exclude: str, commits: int, target: Path) -> str:
    """Writes `target`; returns a line of statistics."""
    began = time.monotonic()
    skip = re.compile("|".join(_path_pattern(part) for part in exclude.split())) if exclude else None
    out = Writer()
    for path, text in blobs(repository, commit):
        language = language_of(path, text[:60])
        if not language or SKIP.search(path) or (skip and skip.search(path)) or GENERATED.search(text[:600]):
            continue
        extract_file(path, text, language, out)
    at_head = len(out.chunks)
    if commits:
        extract_commits(repository, commit, commits, out, skip)
    with gzip.open(target, "wt", compresslevel=3, encoding="utf8") as file:
        file.write(json.dumps({"chunks": len(out.chunks), "head": at_head, "pairs": len(out.pairs)}) + "\n")
        for chunk in out.chunks:
            file.write(json.dumps(chunk, ensure_ascii=False) + "\n")
        for pair in out.pairs:
            file.write(json.dumps(pair, ensure_ascii=False) + "\n")
    return f"{target.stem} chunks {at_head}+{len(out.chunks) - at_head} pairs {len(out.pairs)} in {time.monotonic() - began:.0f} s"


def main() -> None:
    """extract.py GIT_DIR COMMIT EXCLUDE COMMITS TARGET"""
    print(extract(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), Path(sys.argv[5])))


if __name__ == "__main__":
    main()
