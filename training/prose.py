"""Turns comments, commit subjects and names into text as people would type it."""
from __future__ import annotations

import re

MARKER = re.compile(r"^\s*(?:/\*+!?|\*+/|\*(?!\*)|///?!?/*|//+|#+!?|--+\s?\|?|\{-\s?\|?|-\}|\"\"\"|'''|@(?:module|type)?doc\s+(?:~[sS])?(?:\"\"\")?)\s?|(?:\*/|-\}|\"\"\"|''')\s*$")
TAG_LINE = re.compile(r"^\s*(?:@\w+|:\w+[^:]*:|\\(?:param|return)|Args:|Returns:|Raises:|Parameters|Example|Examples|Usage|#\[|\[\w+|\.\. |>>>|```|~~~|iex>|Since:|- (?:Parameter|returns|throws))", re.I)
STOP_COMMIT = re.compile(r"(?i)^(?:merge|revert|bump|release|prepare|version|update (?:changelog|readme|dependenc|version|copyright)|changelog|wip\b|fixup|typo|fix typo|"
                         r"lint|format|v?\d+\.|initial|cleanup$|clean up$|fix tests?$|ci\b|chore\(deps|build\(deps|cs fix|translat|regenerat|auto)|dependabot|renovate|\[bot\]|"
                         r"copyright|whitespace|changelog|clippy|rubocop|phpstan")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])|[_\W]+")


def clean_comment(comment: str) -> str:
    """The prose of a comment: markers, tags, markup and code examples removed; paragraphs kept apart by a blank line."""
    lines: list[str] = []
    fence = False
    for raw in comment.split("\n")[:80]:
        if re.match(r"^\s*(?:@\w|#\[|\[[A-Z]\w+|template\s*<)", raw) and not re.match(r"^\s*@(?:module|type)?doc\b", raw):
            continue
        text = MARKER.sub("", MARKER.sub("", raw.strip())).strip()
        if text.startswith(("```", "~~~")):
            fence = not fence
            continue
        if fence:
            continue
        if TAG_LINE.match(text):
            if lines and re.match(r"@(?:brief|summary|desc)", text):
                text = text.split(" ", 1)[-1]
            elif re.match(r"@(?:brief|summary|desc\w*|fileoverview|file)\s", text):
                text = text.split(" ", 1)[-1]
            else:
                lines.append("")
                if re.match(r"(?:Args|Returns|Raises|Parameters|Examples?|@param|:param|@return)", text):
                    break
                continue
        lines.append(text)
    text = "\n".join(lines)
    text = re.sub(r"<(?:see|paramref|typeparamref|seealso)\s+\w+=\"(?:\w:)?([^\"]*)\"\s*/?>", r"\1", text)
    text = re.sub(r"\{@\w+\s+([^}]*)\}", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^>]{0,80}>", " ", text)
    text = re.sub(r":\w+:`~?([^`]*)`", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"https?://\S+", " ", text)
    text = re.sub(r"[ \t]+", " ", text)
    return re.sub(r"\n\s*\n+", "\n\n", text).strip()


def is_prose(text: str, least: int) -> bool:
    """True for English-like text of at least `least` words and mostly letters."""
    words = re.findall(r"[A-Za-z][a-z']+", text)
    letters = sum(char.isalpha() and char.isascii() or char == " " for char in text)
    return len(words) >= least and letters > 0.72 * len(text) and not re.search(r"(?i)eslint|prettier|noqa|pylint|rubocop|todo|fixme|nolint|@ts-|istanbul", text[:40])


def first_sentences(text: str) -> list[str]:
    """Up to four sentences: the first one, and others as further descriptions."""
    flat = [re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\n|(?<=[.!?])\s+(?=[A-Z`])", text)]
    good = [part for part in flat if is_prose(part, 2) and len(part) < 400]
    return good[:4]


def is_subject(subject: str) -> bool:
    """True for a commit subject that says something about the code."""
    return 12 < len(subject) < 120 and not STOP_COMMIT.search(subject) and is_prose(subject, 3)


def words_of_name(name: str) -> str:
    """`parseHTTPHeader` → `parse HTTP Header`."""
    return re.sub(r"\s+", " ", CAMEL.sub(" ", name)).strip()
