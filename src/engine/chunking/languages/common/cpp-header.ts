/** Characters of a header that are looked at. */
const lookedAt = 200_000;

/** Comments, strings and characters. What is not closed goes on to the end of the text or line in one match: time stays linear. */
const noCode = /\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\[^])*(?:"|$|(?=\n))|'(?:[^'\\\n]|\\[^])*(?:'|$|(?=\n))/g;
const objectiveC = /^[ \t]*(?:@(?:interface|protocol|implementation|property|class|end|import)\b|#\s*import\b)/m;

/** What no C says, each in code without comments and strings (but for the names of linkages). Guards for C++ in a header of C are taken out before. */
const signs: readonly RegExp[] = [
  // In headers of C it stands behind guards.
  /\bextern\s*"C"/,
  /\bnamespace\b(?:\s+\w[\w:]*)?\s*(?:\[\[[^\]\n]*\]\]\s*)?[{=]/,
  /\btemplate\s*</,
  /(?:^|[;{}])\s*(?:public|private|protected)(?:\s+\w+)?\s*:(?![:\d]|\s*\d)/m,
  /\busing\s+(?:namespace\b|\w+\s*=|\w*::)|\busing\s+\w+::/,
  /(?:^|[;{}>)]|\b(?:friend|enum|typedef|extern))\s*class\s+(?:\w+\s+){0,3}\w+(?:::\w+)*\s*(?:[{;:,>&*]|$)/m,
  /\b(?:struct|class|union)\s+(?:\w+\s+){0,2}\w+\s*(?:final\s*)?:\s*[A-Za-z_]/,
  /\b(?:constexpr|consteval|constinit|decltype|noexcept|co_await|co_return|co_yield)\b/,
  /\b(?:static|dynamic|const|reinterpret)_cast\s*</,
  /\b(?:virtual|explicit|friend|mutable)\s+[~\w]/,
  /\boperator\s*(?:[-+*/%&|^<>=!~]{1,3}|\(\s*\)|\[\s*\]|,|new|delete|""\s*\w+|[\w:]+(?:\s*[&*]+)?)\s*\(/,
  /\w\s*(?:<[^<>;{}()\n]{0,80}>)?\s*::\s*~?\w|(?:^|[\s(,;{])::\s*\w/,
  /(?:^|[;{}:])\s*(?:inline\s+)?~\w+\s*\(/m,
  /\)\s*(?:const|override|final|&&?)\s*(?:[;{=]|override\b|final\b)/,
  /\)\s*(?:const\s*)?=\s*(?:default|delete|0)\s*;/,
  /\bconst\s+\w+\s*&+\s*\w*\s*[,)=]/,
  /\[\[\s*(?:nodiscard|maybe_unused|deprecated|likely|unlikely|no_unique_address)\b/,
  /^[ \t]*#\s*include\s*<[A-Za-z_/]+>/m,
  /^[ \t]*(?:export\s+)?(?:module|import)\s+[\w.:]+\s*;/m,
];
/** An include of a header that only C++ has. */
const cppInclude = /^[ \t]*#\s*include\s*[<"][^">\n]{1,200}\.(?:hpp|hh|hxx|h\+\+|ipp|tpp)[">]/m;

/** Whether a `.h` file is of C++ and not of C or Objective-C. */
export function looksLikeCpp(text: string): boolean {
  const bare = text.slice(0, lookedAt).replaceAll(noCode, (part) => (/^"C(?:\+\+)?"$/.test(part) ? '"C"' : ' '));
  // Without long runs of white space, which many of the patterns may begin with.
  const code = withoutGuards(bare.replaceAll(/[^\S\n]+/g, ' ').replaceAll(/\n(?: ?\n)+/g, '\n'));
  if (objectiveC.test(code)) return false;
  return cppInclude.test(text.slice(0, lookedAt)) || signs.some((sign) => sign.test(code));
}

/** Without what is there for C++ compilers alone: a header of C that they can read as well. */
function withoutGuards(code: string): string {
  if (!code.includes('__cplusplus')) return code;
  const kept: string[] = [];
  /** How deep the lines are in conditionals since the guard began; 0 outside of one. */
  let depth = 0;
  for (const line of code.split('\n')) {
    if (depth === 0) {
      if (/^\s*#\s*if(?:def\s+|\s+defined\s*\(?\s*|\s+)__cplusplus\b/.test(line)) depth = 1;
      else kept.push(line);
    } else if (/^\s*#\s*if/.test(line)) depth += 1;
    else if (/^\s*#\s*endif\b/.test(line)) depth -= 1;
    else if (depth === 1 && /^\s*#\s*(?:else|elif)\b/.test(line)) depth = 0;
  }
  return kept.join('\n');
}
