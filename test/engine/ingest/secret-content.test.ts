import { describe, expect, it } from 'vitest';
import { findSecret } from '../../../src/engine/ingest/secret-content.ts';

/** Characters without pattern, the same on every run. */
function mixed(length: number, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'): string {
  let state = 17;
  let out = '';
  for (let i = 0; i < length; i += 1) {
    state = (state * 16_807) % 2_147_483_647;
    out += alphabet[Math.floor((state / 2_147_483_647) * alphabet.length)] ?? '';
  }
  return out;
}
const hex = (length: number): string => mixed(length, '0123456789abcdef');
const upper = (length: number): string => mixed(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');

const header = (kind: string): string => `-----BEGIN ${kind}-----`;
const body = [mixed(64), mixed(64).toLowerCase(), mixed(20)];
const pem = (kind: string): string => [header(kind), ...body, `-----END ${kind}-----`, ''].join('\n');
const rsa = pem('RSA PRIVATE KEY');

const keys: Readonly<Record<string, string>> = {
  plain: rsa,
  late: `${'a line of prose\n'.repeat(2000)}${rsa}`,
  'with CRLF': rsa.replaceAll('\n', '\r\n'),
  'of OpenSSH': pem('OPENSSH PRIVATE KEY'),
  'of PGP': pem('PGP PRIVATE KEY BLOCK').replace('-----\n', '-----\nVersion: GnuPG v2\nComment: mine\n\n'),
  encrypted: pem('RSA PRIVATE KEY').replace(
    '-----\n',
    '-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,ABCDEF0123456789\n\n',
  ),
  'in JSON': JSON.stringify({ private_key: pem('PRIVATE KEY') }),
  'in JSON twice': JSON.stringify({ inner: JSON.stringify({ private_key: pem('PRIVATE KEY') }) }),
  'in JSON with CRLF': JSON.stringify({ key: pem('EC PRIVATE KEY').replaceAll('\n', '\r\n') }),
  'in YAML': `key: |\n${rsa.replaceAll(/^/gm, '    ')}`,
  'in a list of strings': rsa
    .split('\n')
    .map((line) => `  "${line}\\n" +`)
    .join('\n'),
  'in comments': rsa.replaceAll(/^/gm, '# '),
  'in XML': rsa.replaceAll('\n', '&#xA;'),
  'on one line': rsa.replaceAll('\n', ' '),
  'in a setting': `KEY="${rsa.replaceAll('\n', '\\n')}"`,
  'in Base64': `tls.key: ${Buffer.from(rsa).toString('base64')}`,
  'of PuTTY': `PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPrivate-Lines: 2\n${mixed(64)}\n${mixed(64)}\n`,
  'of ssh.com': rsa.replaceAll(/-----(BEGIN|END) RSA PRIVATE KEY-----/g, '---- $1 SSH2 ENCRYPTED PRIVATE KEY ----'),
  'after a mention': `looks for "${header('PRIVATE KEY')}"\n${rsa}`,
};

describe('private keys', () => {
  it.each(Object.entries(keys))('are found %s', (_, text) => {
    expect(findSecret(text)?.what).toBe('a private key');
  });

  it('are told with their line', () => {
    expect(findSecret(`a\nb\r\nc\r${rsa}`)).toEqual({ what: 'a private key', line: 4 });
  });

  it.each([
    `if (line === '${header('PRIVATE KEY')}') return read(lines);`,
    `const pem = '${header('RSA PRIVATE KEY')}\\n' + base64EncodedPrivateKeyMaterial + '\\n-----END';`,
    `const pem = \`${header('PRIVATE KEY')}\n\${encodedBytesOfTheWholeKeyInBase64}\n\`;`,
    `The file starts with \`${header('OPENSSH PRIVATE KEY')}\` and ends with an END line.\n`,
    `${header('RSA PRIVATE KEY')}\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----`,
    `${header('RSA PRIVATE KEY')}\n<your key here>\n-----END RSA PRIVATE KEY-----`,
    `${header('RSA PRIVATE KEY')}\n${'x'.repeat(64)}\n`,
    `/${header('(?:RSA )?PRIVATE KEY')}/`,
    `key: "${header('PRIVATE KEY')}\\nYOUR_PRIVATE_KEY_GOES_HERE_PLEASE_PASTE\\n"`,
    pem('PUBLIC KEY'),
    pem('CERTIFICATE'),
  ])('are not taken from a mention: %s', (text) => {
    expect(findSecret(text)).toBeNull();
  });
});

const tokens: readonly (readonly [what: string, text: string])[] = [
  ['an AWS access key', `AKIA${upper(16)}`],
  ['an AWS access key', `aws_key = "ASIA${upper(16)}"`],
  ['an AWS secret key', `aws_secret_access_key = ${mixed(40)}`],
  ['a GitHub token', `ghp_${mixed(36)}`],
  ['a GitHub token', `https://gho_${mixed(36)}@github.com/a/b`],
  ['a GitHub token', `github_pat_${mixed(22)}_${mixed(59)}`],
  ['a GitLab token', `glpat-${mixed(20)}`],
  ['a Slack token', `xoxb-${mixed(12, '0123456789')}-${mixed(24)}`],
  ['a Slack webhook', `https://hooks.slack.com/services/T${upper(8)}/B${upper(8)}/${mixed(24)}`],
  ['a Stripe key', `sk_live_${mixed(24)}`],
  ['a Google API key', `AIza${mixed(35)}`],
  ['an npm token', `npm_${mixed(36)}`],
  ['an npm token', `//registry.npmjs.org/:_authToken=${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
  ['a PyPI token', `pypi-AgEIcHlwaS5vcmc${mixed(60)}`],
  ['a SendGrid key', `SG.${mixed(22)}.${mixed(43)}`],
  ['an Anthropic key', `sk-ant-api03-${mixed(93)}AA`],
  ['an OpenAI key', `sk-${mixed(20)}T3BlbkFJ${mixed(20)}`],
  ['a Hugging Face token', `hf_${mixed(34, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')}`],
  ['a DigitalOcean token', `dop_v1_${hex(64)}`],
  ['a Shopify token', `shpat_${hex(32)}`],
  ['a Telegram bot token', `123456789:AA${mixed(33)}`],
  ['an Azure storage key', `AccountName=a;AccountKey=${mixed(86)}==;`],
  ['an age key', `AGE-SECRET-KEY-1${mixed(58, '023456789ACDEFGHJKLMNPQRSTUVWXYZ')}`],
  ['a WireGuard key', `[Interface]\nPrivateKey = ${mixed(43)}=\n`],
  ['a private JSON Web Key', `{"kty":"EC","crv":"P-256","d":"${mixed(43)}"}`],
  ['a Databricks token', `dapi${hex(32)}`],
  ['a Docker token', `dckr_pat_${mixed(27)}`],
];

describe('tokens', () => {
  it.each(tokens)('%s is found by its shape', (what, text) => {
    expect(findSecret(`first line\n  value: ${text}\n`.replace('value: PrivateKey', 'PrivateKey'))?.what).toBe(what);
    expect(findSecret(text)?.what).toBe(what);
  });

  it.each([
    'AKIAIOSFODNN7EXAMPLE',
    `ghp_${'x'.repeat(36)}`,
    `ghp_${'a'.repeat(36)}`,
    'const token = /ghp_[A-Za-z0-9]{36}/;',
    '//registry.npmjs.org/:_authToken=${NPM_TOKEN}',
    'sk_live_YOUR_KEY_HERE_PLEASE',
    'xoxb-your-token-goes-here-please',
    'glpat-xxxxxxxxxxxxxxxxxxxx',
    'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
    'AIzaSy...',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'npm_config_registry and npm_package_version',
    `sha256:${hex(64)}`,
    `integrity sha512-${mixed(86)}==`,
  ])('what only looks like one is none: %s', (text) => {
    expect(findSecret(text)).toBeNull();
  });
});
