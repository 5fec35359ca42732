"""Which files are source code, and how each language spells definitions and comments."""
from __future__ import annotations

import re
from dataclasses import dataclass

EXTENSIONS: dict[str, str] = {
    "py": "python", "pyi": "python", "js": "javascript", "mjs": "javascript", "cjs": "javascript", "jsx": "javascript",
    "ts": "typescript", "tsx": "typescript", "mts": "typescript", "go": "go", "rs": "rust", "java": "java", "rb": "ruby",
    "rake": "ruby", "php": "php", "c": "c", "h": "c", "cc": "cpp", "cpp": "cpp", "cxx": "cpp", "hpp": "cpp", "hh": "cpp",
    "inc": "cpp", "cs": "csharp", "kt": "kotlin", "kts": "kotlin", "scala": "scala", "swift": "swift", "ex": "elixir",
    "exs": "elixir", "hs": "haskell", "lua": "lua", "zig": "zig", "sh": "bash", "bash": "bash", "zsh": "bash", "bats": "bash",
    "md": "markdown", "markdown": "markdown", "rst": "markdown",
}

CONTROL = frozenset(
    "if for while switch return catch else do try new delete throw sizeof typeof instanceof assert await yield match when "
    "using lock unless until case default defined foreach elseif elif super this self require import include not and or in "
    "static_assert alignas decltype noexcept".split()
)

KEYWORD = {
    "python": r"(?P<k>def|class)\s+(?P<n>\w+)",
    "go": r"(?P<k>func|type)\s+(?:\((?:\w+\s+)?\*?(?P<e>\w+)(?:\[[^\]]*\])?\)\s*)?(?P<n>\w+)",
    "rust": r"(?:pub(?:\([^)]*\))?\s+)?(?:default\s+|async\s+|const\s+|unsafe\s+|extern\s+(?:\"\w+\"\s+)?)*"
            r"(?P<k>fn|struct|enum|trait|mod|type|union|impl|macro_rules!)(?:<[^{;]*?>)?\s+(?:[\w:<>,' &]+\s+for\s+)?(?P<n>[A-Za-z_]\w*)",
    "ruby": r"(?P<k>def|class|module)\s+(?:self\.)?(?P<n>[\w:]+[?!=]?)",
    "elixir": r"(?P<k>defp?|defmacrop?|defmodule|defprotocol|defimpl|defguardp?)\s+(?P<n>[\w.]+[?!]?)",
    "haskell": r"(?:(?P<k>data|newtype|type family|type|class|instance)\s+(?:[^=]*?=>\s*)?(?P<n>\w+)|(?P<f>[a-z_]\w*'*)\s*(?:,\s*\w+\s*)*::)",
    "lua": r"(?:local\s+)?(?:(?P<k>function)\s+(?P<n>[\w.:]+)|(?P<f>[\w.]+)\s*=\s*function\b)",
    "zig": r"(?:pub\s+|export\s+|inline\s+|extern\s+)*(?:(?P<k>fn)\s+(?P<n>\w+)|const\s+(?P<f>\w+)\s*=\s*(?:extern\s+|packed\s+)?(?:struct|enum|union|opaque)\b|"
           r"(?P<k2>test)\s+\"(?P<t>[^\"]+)\")",
    "bash": r"(?:function\s+(?P<n>[\w:.@-]+)|(?P<f>[\w:.@-]+)\s*\(\)|@test\s+[\"'](?P<t>[^\"']+)[\"'])",
}
MODIFIERS = (r"(?:(?:export|default|public|private|protected|internal|static|final|abstract|sealed|open|override|async|inline|"
             r"declare|partial|readonly|virtual|suspend|data|case|implicit|lazy|mutating|nonmutating|fileprivate|indirect|"
             r"unsafe|extern|constexpr|template\s*<[^>]*>|inner|companion|value|annotation|tailrec|operator|infix|external|"
             r"expect|actual|class(?=\s+func)|given|transparent|@\w+(?:\([^)]*\))?)\s+)*")
TYPES = r"(?P<k>class|interface|struct|enum(?:\s+class)?|trait|object|protocol|extension|record|namespace|actor|type)\s+(?P<n>[A-Za-z_$][\w$.]*)"
FUNCTION_WORD = {
    "javascript": r"function\*?\s*(?P<f>[\w$]+)|(?:const|let|var)\s+(?P<v>[\w$]+)\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function|\([^)]*\)\s*(?::[^=]+)?=>|\w+\s*=>|\()|"
                  r"(?P<x>[\w$.]+)\s*=\s*(?:async\s+)?function\b",
    "kotlin": r"fun\s+(?:<[^>]*>\s*)?(?:[\w<>?, .*]+\.)?(?P<f>\w+)\s*\(",
    "scala": r"def\s+(?P<f>[\w]+)",
    "swift": r"func\s+(?P<f>\w+)|(?P<v>init)\??\s*[(<]|(?:var|let)\s+(?P<x>\w+)\s*:[^={]*\{\s*$",
    "php": r"function\s+&?(?P<f>\w+)\s*\(",
}
FUNCTION_WORD["typescript"] = FUNCTION_WORD["javascript"]
CALLISH = r"(?P<head>[^()={};\"'#]{0,160}?)(?P<m>~?[A-Za-z_$][\w$]*(?:::~?\w+)*)\s?\("
BRACE = {"javascript", "typescript", "java", "c", "cpp", "csharp"}
LINE_COMMENT = {
    "python": "#", "ruby": "#", "elixir": "#", "bash": "#", "haskell": "--", "lua": "--",
}
TEST_CALL = re.compile(r"^\s*(?:it|test|describe|context|specify|should|scenario|feature|expect_test|suite|Deno\.test)\s*(?:\.\w+)?\s*\(?\s*([\"'`])(?P<t>.{6,160}?)\1")


@dataclass(frozen=True)
class Rules:
    """Compiled patterns of one language; `callish` finds C-family definitions that no keyword announces."""

    keyword: re.Pattern[str]
    callish: re.Pattern[str] | None
    comment: str


def _compile(language: str) -> Rules:
    if language in KEYWORD:
        pattern = KEYWORD[language]
    else:
        pattern = MODIFIERS + "(?:" + TYPES + ("|" + FUNCTION_WORD[language] if language in FUNCTION_WORD else "") + ")"
    callish = re.compile(r"[ \t]*" + CALLISH) if language in BRACE else None
    return Rules(re.compile(r"[ \t]*" + pattern), callish, LINE_COMMENT.get(language, "//"))


_CACHE: dict[str, Rules] = {}


def rules_for(language: str) -> Rules:
    """The patterns of a language named in EXTENSIONS."""
    if language not in _CACHE:
        _CACHE[language] = _compile(language)
    return _CACHE[language]


def language_of(path: str, head: str = "") -> str | None:
    """Language by extension, or by a shell shebang; None when the file is not source or prose."""
    name = path.rsplit("/", 1)[-1]
    if "." in name and not name.startswith("."):
        return EXTENSIONS.get(name.rsplit(".", 1)[-1].lower())
    if head.startswith("#!") and re.match(r"#!.*\b(?:ba|z|k|da)?sh\b", head):
        return "bash"
    return None
