// What `npm run package` makes of its own options and hands to electron-builder.

const own = new Set(['--fuses', '--no-fuses']);

/**
 * `args` are those of electron-builder's command `build`; `fused` is whether the fuses of electron-builder.yml are set.
 *
 * `--fuses` and `--no-fuses` are ours, all others are passed on. Tests drive an app through the inspector, which a fuse takes
 * away: a package to try out (`--dir`) is made without unless asked. Nothing is published unless asked, either.
 *
 * @param {readonly string[]} given
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
export function packageOptions(given, environment) {
  const publishes = given.some((option) => /^(?:--publish|-p)(?:=|$)/.test(option));
  return {
    args: [
      ...(publishes ? [] : ['--publish', 'never']),
      ...updateSource(environment),
      ...given.filter((option) => !own.has(option)),
    ],
    fused: given.includes('--fuses') || !(given.includes('--no-fuses') || given.includes('--dir')),
  };
}

/**
 * The GitHub repository whose releases are a package's updates; none unless it is named.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
function updateSource(environment) {
  const named = environment.WHENCE_REPOSITORY ?? environment.GITHUB_REPOSITORY ?? '';
  const [owner, repo] = named.split('/');
  if (!owner || !repo) return [];
  return ['--config.publish.provider=github', `--config.publish.owner=${owner}`, `--config.publish.repo=${repo}`];
}
