/** Characters of a file's head in which it may say what it is, and of its end, where Vim looks too. */
const headLength = 2000;
const tailLength = 600;
const headLines = 10;

/** Programs that only start another one; it is the next word that is neither a switch, a number nor a variable. */
const starters = new Set(
  'env busybox toybox sudo doas nice ionice chrt nohup setsid exec time timeout stdbuf xvfb-run rlwrap command arch caffeinate firejail'.split(
    ' ',
  ),
);
/** Programs that find or install what they start, which may be named anywhere after them, and what they start by themselves. */
const finders: Readonly<Record<string, string | null>> = {
  uv: 'python',
  uvx: 'python',
  pipx: 'python',
  poetry: 'python',
  pdm: 'python',
  pipenv: 'python',
  hatch: 'python',
  rye: 'python',
  pixi: 'python',
  conda: 'python',
  micromamba: 'python',
  mamba: 'python',
  fades: 'python',
  sage: 'python',
  'nix-shell': 'bash',
  'cached-nix-shell': 'bash',
  nix: null,
  guix: null,
  mise: null,
  asdf: null,
  rtx: null,
  direnv: null,
  docker: null,
  podman: null,
  npx: 'node',
  bunx: 'node',
  pnpm: 'node',
  npm: 'node',
  yarn: 'node',
  volta: 'node',
};
/** Other programs by the interpreter whose language they run. */
const sameAs: Readonly<Record<string, string>> = {
  ipython: 'python',
  micropython: 'python',
  jython: 'python',
  graalpy: 'python',
  pythonw: 'python',
  py: 'python',
  xonsh: 'python',
  mksh: 'bash',
  pdksh: 'bash',
  rbash: 'bash',
  yash: 'bash',
  osh: 'bash',
  zx: 'node',
  qjs: 'node',
  gjs: 'node',
  txiki: 'node',
  iojs: 'node',
  esrun: 'tsx',
  'ts-node-esm': 'tsx',
  'ts-node-script': 'tsx',
  'ts-script': 'tsx',
  jiti: 'tsx',
  'scala-cli': 'scala',
  amm: 'scala',
  kotlinc: 'kotlin',
  kscript: 'kotlin',
  cabal: 'runghc',
  ghci: 'runghc',
  iex: 'elixir',
  truffleruby: 'ruby',
  mruby: 'ruby',
  macruby: 'ruby',
  rbx: 'ruby',
  rake: 'ruby',
  hhvm: 'php',
  'php-cgi': 'php',
};

/** What the head of a file says of its language. */
export interface HeadWords {
  /** Name of a mode or file type of Emacs or Vim, lower case; null without one. */
  readonly mode: string | null;
  /** Names of programs that run it, the likeliest first, lower case without versions. */
  readonly programs: readonly string[];
}

export function readHead(text: string): HeadWords {
  const head = text.slice(0, headLength).replace(/^\ufeff/, '');
  const lines = head.split(/\r\n|\n|\r/, headLines);
  return {
    mode: modeOf(lines, text.length > headLength ? text.slice(-tailLength) : head),
    programs: programsOf(lines),
  };
}

function modeOf(lines: readonly string[], tail: string): string | null {
  const first = lines.slice(0, 2).join('\n');
  const emacs =
    /-\*-(?:.{0,200}?[;\s])?mode:\s*([\w+#-]+)/i.exec(first) ?? /-\*-\s*([\w+#-]+)\s*(?:;.{0,200})?-\*-/.exec(first);
  const vim =
    emacs ??
    /(?:^|\s)(?:vim?|ex):.{0,200}?\b(?:ft|filetype|syntax|syn)=([\w+#-]+)/im.exec(
      [...lines.slice(0, 5), ...tail.split(/\r\n|\n|\r/).slice(-6)].join('\n'),
    );
  return vim?.[1]?.toLowerCase().replace(/-(?:mode|ts)$/, '') ?? null;
}

function programsOf(lines: readonly string[]): string[] {
  const [first = ''] = lines;
  // A `//` line that is a path runs as a command of the shell: `//usr/bin/env go run "$0"`.
  const direct = /^(?:#!|\/{2,3}(?=(?:usr|bin|opt)\/))(.*)$/
    .exec(first)?.[1]
    ?.replace(/^\/*(?=usr\/|bin\/|opt\/)/, '/');
  const found = direct === undefined ? [] : programsIn(direct);
  const again = lines.slice(1).find((line) => /^#!\s*(?:\/\S*\/)?(?:nix-shell|nix)\b/.test(line));
  if (again !== undefined && /^(?:nix|nix-shell|cached-nix-shell)$/.test(nameOf(first.split(/[\s/]+/).at(-1) ?? ''))) {
    found.unshift(...programsIn(again.slice(2)));
  }
  const isShell = found.length === 0 || found.some((name) => /^(?:sh|bash|dash|ksh|zsh|ash)$/.test(name));
  if (!isShell || (direct === undefined && !/^(?:#|:|"|'|\/\/)/.test(first))) return found;
  // The shell hands the file itself on to its interpreter.
  for (const line of lines) {
    const handed = /(?:^|[\s;'":])exec\s+([^|&;()`]{1,200}?)\s["']?\$(?:0|\{0\}|\{?BASH_SOURCE)/.exec(line)?.[1];
    if (handed !== undefined && !/^["']?\$/.test(handed)) return programsIn(handed);
  }
  return found;
}

/** Names of programs in the words of a command, the one that reads the file first. */
function programsIn(command: string): string[] {
  const words = command.trim().replaceAll(/["']/g, '').split(/\s+/);
  let isFinder = false;
  let byDefault: string | null = null;
  const found: string[] = [];
  for (const [i, word] of words.entries()) {
    const glued = /^(?:-S|--split-string=|-vS)(.+)$/.exec(word)?.[1];
    const name = nameOf(glued ?? word);
    if (glued === undefined && (/^-|^\d+[smh]?$|^[\w.]+=|^\+/.test(word) || name === '')) continue;
    if (starters.has(name) || (glued === undefined && words[i - 1] === '-u' && words[0]?.endsWith('env') === true))
      continue;
    if (name in finders) {
      isFinder = true;
      byDefault = finders[name] ?? byDefault;
      continue;
    }
    found.push(sameAs[name] ?? name);
    if (!isFinder) break;
  }
  return byDefault === null ? found : [...found, byDefault];
}

/** `/usr/bin/python3.12` → python. */
const nameOf = (path: string): string =>
  (path.split(/[\\/]/).at(-1) ?? '')
    .toLowerCase()
    .replace(/\.exe$/, '')
    .replace(/[-.]?\d[\d.]*[a-z]?(?:-(?:dbg|debug|intel64|32|64))?$/, '');
