"""Cuts a source file into definitions and windows, by line patterns and indentation.

A stand-in for the product's syntax-tree chunker: good enough to learn from, fast, and without dependencies.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from languages import CONTROL, Rules, rules_for

MAX_LINES = 60
WINDOW = 45
OPENERS = re.compile(r"^\s*(?:[{})\]]|end\b|else\b|elif\b|elsif\b|except\b|rescue\b|ensure\b|finally\b|catch\b|when\b|where\b|then\b|fi\b|done\b|esac\b|public:|private:|protected:|#)")


@dataclass
class Chunk:
    """One piece of a file. Lines are 0-based, `end` exclusive; `doc` is the raw comment that belongs to it."""

    kind: str
    name: str
    enclosing: str
    start: int
    end: int
    doc: str
    code: str


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


def _find_definition(line: str, rules: Rules, following: str) -> tuple[str, str, str] | None:
    found = rules.keyword.match(line)
    if found:
        groups = found.groupdict()
        name = next((groups[key] for key in ("n", "f", "v", "x", "t") if groups.get(key)), "")
        kind = groups.get("k") or groups.get("k2") or "function"
        opens = rules.callish is None or not groups.get("k") or "{" in line or "{" in following[:160].split(";")[0]
        if name and name not in CONTROL and opens:
            return kind, name, groups.get("e") or ""
    if rules.callish:
        found = rules.callish.match(line)
        if found and found["m"] not in CONTROL and not line.lstrip().startswith(("return", "else", "throw", "new ", "*", "//", "#", "await")):
            head = found["head"].strip()
            if head.endswith(("=", ".", "(", ",", "&&", "||", "->", "?", ":", "!")) or (head and head.split()[0] in CONTROL):
                return None
            rest = line[found.end():] + following
            depth = 1
            for position, char in enumerate(rest[:700]):
                depth += (char == "(") - (char == ")")
                if depth == 0:
                    tail = rest[position + 1: position + 160]
                    if re.match(r"\s*(?:const|noexcept|override|final|throws [\w., ]+|where [^{;]+|:[^;{]*|->[^;{]*|=>|\s)*\{", tail):
                        return "function", found["m"], ""
                    return None
    return None


def _comment_above(lines: list[str], at: int, marker: str) -> int:
    """First line of the comment and attributes directly above line `at`."""
    i = at
    while i > 0:
        previous = lines[i - 1].strip()
        if not previous:
            if i == at and marker == "//" and i > 1 and lines[i - 2].strip() == "*/":
                i -= 1
                continue
            break
        if previous.startswith((marker, "///", "//!", "@", "#[", "[", "--")) or (marker == "//" and previous.startswith(("/*", "*"))):
            i -= 1
        elif previous.endswith(("*/", "-}", '"""')):
            j = i - 1
            opener = {"*/": "/*", "-}": "{-", '"""': '"""'}[previous[-2:] if previous[-2:] in ("*/", "-}") else '"""']
            if previous.count(opener) == (2 if opener == '"""' else 1) or (opener != '"""' and opener in previous):
                i = j
                continue
            while j > 0 and opener not in lines[j - 1]:
                j -= 1
                if i - j > 120:
                    return i
            i = max(j - 1, 0)
        elif previous.startswith(("template", "export default")) and len(previous) < 80:
            i -= 1
        else:
            break
    return i


def _doc_inside(lines: list[str], start: int, end: int) -> tuple[int, int] | None:
    """Span of a docstring (Python) or @moduledoc (Elixir) at the head of a definition."""
    for i in range(start + 1, min(end, start + 12)):
        text = lines[i].strip()
        quote = next((q for q in ('"""', "'''") if q in text and text.lstrip("@moduledc ~srRuUbB").startswith(q)), None)
        if quote:
            if text.count(quote) >= 2:
                return i, i + 1
            for j in range(i + 1, min(end, i + 150)):
                if quote in lines[j]:
                    return i, j + 1
            return None
        if text and not text.endswith((",", "(", ":")) and not text.startswith((")", "use ", "import ", "@")):
            return None
    return None


def find_definitions(lines: list[str], language: str) -> list[tuple[int, int, int, str, str, str]]:
    """(start with comment, definition line, end, kind, name, enclosing) for every definition found."""
    rules = rules_for(language)
    heads = []
    for i, line in enumerate(lines):
        if not line.strip() or len(line) > 300:
            continue
        found = _find_definition(line, rules, "\n".join(lines[i + 1:i + 8]) if rules.callish else "")
        if found:
            if language == "haskell" and line[0] == " " and found[0] == "function":
                continue
            heads.append((i, _indent(line), *found))
    spans = []
    for position, (at, depth, kind, name, enclosing) in enumerate(heads):
        end = len(lines)
        for j in range(at + 1, len(lines)):
            line = lines[j]
            if line.strip() and _indent(line) <= depth and not OPENERS.match(line):
                if language == "haskell" and kind == "function" and re.match(re.escape(name) + r"\b", line):
                    continue
                end = j
                break
        start = _comment_above(lines, at, rules.comment)
        spans.append((start, at, end, kind, name, enclosing))
    spans = [span for span in spans if span[2] - span[0] > 2 or span[0] < span[1] or _indent(lines[span[1]]) == 0]
    # a span ends where the comment of the next sibling starts
    fixed = []
    for start, at, end, kind, name, enclosing in spans:
        for other in spans:
            if other[1] == end and at < other[0] < end:
                end = other[0]
                break
        fixed.append((start, at, max(end, at + 1), kind, name, enclosing))
    return fixed


def chunk_file(text: str, language: str) -> list[Chunk]:
    """All chunks of a file, covering every line that is not blank."""
    lines = text.split("\n")[:20000]
    if language == "markdown":
        return _chunk_sections(lines)
    spans = find_definitions(lines, language)
    owner = [-1] * len(lines)
    for index, (start, _, end, *_rest) in enumerate(spans):
        for i in range(start, end):
            owner[i] = index
    chunks: list[Chunk] = []
    stack: list[tuple[int, str]] = []
    for index, (start, at, end, kind, name, enclosing) in enumerate(spans):
        while stack and stack[-1][0] <= at:
            stack.pop()
        around = enclosing or ".".join(item[1] for item in stack[-2:])
        stack.append((end, name))
        own = [i for i in range(start, end) if owner[i] == index]
        nested = len(own) < end - start
        doc_lines = lines[start:at]
        inside = _doc_inside(lines, at, end) if language in ("python", "elixir") else None
        if inside:
            doc_lines = doc_lines + lines[inside[0]:inside[1]]
            own = [i for i in own if not inside[0] <= i < inside[1]]
        body = [i for i in own if i >= at]
        if nested:
            body = body[:MAX_LINES]
        doc = "\n".join(doc_lines)
        for part in range(0, max(len(body), 1), MAX_LINES if len(body) <= 90 else WINDOW):
            piece = body[part:part + (90 if len(body) <= 90 else WINDOW)]
            if not piece or (part and len(body) <= 90):
                break
            chunks.append(Chunk(kind, name, around, piece[0], piece[-1] + 1, doc if part == 0 else "",
                                "\n".join(lines[i] for i in piece)))
    free: list[int] = []
    for i in range(len(lines) + 1):
        if i < len(lines) and owner[i] == -1:
            free.append(i)
        if free and (i == len(lines) or len(free) >= WINDOW or free[-1] != i and len(free) >= 15):
            if any(lines[j].strip() for j in free):
                chunks.append(Chunk("block", "", "", free[0], free[-1] + 1, "", "\n".join(lines[j] for j in free)))
            free = []
    return chunks


def _chunk_sections(lines: list[str]) -> list[Chunk]:
    chunks: list[Chunk] = []
    title, begin, fence = "", 0, False
    for i in range(len(lines) + 1):
        line = lines[i] if i < len(lines) else "# "
        if line.lstrip().startswith("```"):
            fence = not fence
        heading = i == len(lines) or (not fence and re.match(r"#{1,5} ", line))
        if (heading or i - begin >= WINDOW) and i > begin:
            text = "\n".join(lines[begin:i])
            if text.strip():
                chunks.append(Chunk("section", title, "", begin, i, "", text))
            begin = i
        if heading and i < len(lines):
            title = line.strip("# \t")
    return chunks
