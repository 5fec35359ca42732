/**
 * Secrets told by their own shape, wherever they stand in a text: private keys, and tokens that services issue with a prefix so that
 * they can be found. Shapes are facts that the services publish; docs/decisions/0089 says why no rule package is used.
 */

/** A secret found in a text. */
export interface FoundSecret {
  /** In words, with its article: `a private key`. */
  readonly what: string;
  /** 1-based. */
  readonly line: number;
}

interface Shape {
  readonly what: string;
  /** Text that every match holds, or has shortly before it; looked for before anything else. */
  readonly hint: string;
  /** Global. The first group, where there is one, is the secret itself. */
  readonly pattern: RegExp;
}

const shape = (what: string, hint: string, pattern: RegExp): Shape => ({ what, hint, pattern });

const tokens: readonly Shape[] = [
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((hint) =>
    shape('an AWS access key', hint, new RegExp(`\\b${hint}[A-Z2-7]{16}\\b`, 'g')),
  ),
  shape('an AWS secret key', 'ecret', /aws.{0,20}secret.{0,20}[=:]\s*["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi),
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((hint) =>
    shape('a GitHub token', hint, new RegExp(`\\b${hint}[A-Za-z0-9]{36,}`, 'g')),
  ),
  shape('a GitHub token', 'github_pat_', /\bgithub_pat_\w{60,}/g),
  shape('a GitLab token', 'gl', /\bgl(?:pat|dt|rt|soat|ptt|cbt|ft|imt|agent|oas|wt|ffct)-[\w-]{20,}/g),
  shape('a Slack token', 'xox', /\bxox[abceoprs](?:\.xox[bp])?-[\w-]{20,}/g),
  shape('a Slack token', 'xapp-', /\bxapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{32,}/g),
  shape(
    'a Slack webhook',
    'hooks.slack',
    /\bhooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[A-Z]\w+\/\w+\/(\w{16,})/g,
  ),
  shape('a Discord webhook', '/api/webhooks/', /\bdiscord(?:app)?\.com\/api\/webhooks\/\d+\/([\w-]{60,})/g),
  shape('a Teams webhook', 'webhook.office', /\bwebhook\.office\.com\/webhookb2\/([\w@-]{36,}\/\w+\/[\w-]{20,})/g),
  shape('a Stripe key', '_live_', /\b[rs]k_live_([A-Za-z0-9]{16,})/g),
  shape('a Stripe key', '_test_', /\b[rs]k_test_([A-Za-z0-9]{20,})/g),
  shape('a Stripe webhook secret', 'whsec_', /\bwhsec_[A-Za-z0-9+/=]{32,}/g),
  shape('a Google API key', 'AIza', /\bAIza[\w-]{35}(?![\w-])/g),
  shape('a Google client secret', 'GOCSPX-', /\bGOCSPX-[\w-]{28}/g),
  shape('a Google access token', 'ya29.', /\bya29\.[\w-]{40,}/g),
  shape('an npm token', 'npm_', /\bnpm_[A-Za-z0-9]{36}\b/g),
  shape('an npm token', '_authToken', /:_authToken\s*=\s*["']?([\w.~+/=-]{16,})/g),
  shape('a password of an npm registry', ':_password', /:_password\s*=\s*["']?([A-Za-z0-9+/]{12,}={0,2})/g),
  shape('a PyPI token', 'pypi-A', /\bpypi-A(?:gEIcHlwaS5vcmc|gENdGVzdC5weXBpLm9yZ)[\w-]{40,}/g),
  shape('a RubyGems key', 'rubygems_', /\brubygems_[0-9a-f]{48}\b/g),
  shape('a crates.io token', 'cio', /\bcio[A-Za-z0-9]{32}\b/g),
  shape('a NuGet key', 'oy2', /\boy2[a-z0-9]{43}\b/g),
  shape('a Docker token', 'dckr_', /\bdckr_[op]at_[\w-]{27,}/g),
  shape('a SendGrid key', 'SG.', /\bSG\.[\w-]{20,24}\.[\w-]{39,50}/g),
  shape('a Mailgun key', 'key-', /\bkey-[0-9a-f]{32}\b/g),
  shape('a Mailchimp key', '-us', /\b[0-9a-f]{32}-us\d{1,2}\b/g),
  shape('a Twilio key', 'SK', /\bSK[0-9a-f]{32}\b/g),
  shape('an OpenAI key', 'T3BlbkFJ', /\bsk-[\w-]{16,}T3BlbkFJ[\w-]{16,}/g),
  shape('an OpenAI key', 'sk-proj-', /\bsk-proj-[\w-]{40,}/g),
  shape('an Anthropic key', 'sk-ant-', /\bsk-ant-[a-z]{3,6}\d\d-[\w-]{60,}/g),
  shape('a Hugging Face token', 'hf_', /\bhf_[A-Za-z]{34}\b/g),
  shape('a Replicate token', 'r8_', /\br8_[A-Za-z0-9]{37}\b/g),
  shape('a DigitalOcean token', '_v1_', /\bdo[por]_v1_[0-9a-f]{64}\b/g),
  shape('a Heroku key', 'HRKU-', /\bHRKU-[\w-]{36,}/g),
  shape('a Shopify token', 'shp', /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g),
  shape('a Square token', 'sq0', /\bsq0(?:atp|csp)-[\w-]{22,}/g),
  shape('a Telegram bot token', ':AA', /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g),
  shape('an Atlassian token', 'AT', /\bAT(?:ATT3|CTT3)[\w=-]{60,}|\bATBB[A-Za-z0-9]{28,32}\b/g),
  shape('a Linear key', 'lin_', /\blin_(?:api|oauth)_[A-Za-z0-9]{40}/g),
  shape('a Notion token', 'ntn_', /\bntn_\d{10,}[A-Za-z0-9]{30,}/g),
  shape('a Figma token', 'figd_', /\bfigd_[\w-]{40,}/g),
  shape('a Postman key', 'PMAK-', /\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}/g),
  shape('a Databricks token', 'dapi', /\bdapi[0-9a-f]{32}\b/g),
  shape('a Doppler token', 'dp.', /\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,}/g),
  shape('a Grafana token', 'gl', /\bgl(?:c_[A-Za-z0-9+/]{32,}|sa_[A-Za-z0-9]{32}_[0-9a-f]{8})/g),
  shape('a Vault token', 'hv', /\bhv[sbr]\.[\w-]{24,}/g),
  shape('a Terraform token', '.atlasv1.', /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/g),
  shape('a Netlify token', 'nfp_', /\bnfp_[A-Za-z0-9]{36,}/g),
  shape('a Supabase token', 'sb', /\bsb(?:p_[0-9a-f]{40}|_secret_[\w-]{20,})/g),
  shape('a PlanetScale token', 'pscale_', /\bpscale_(?:tkn|pw|oauth)_[\w.-]{32,}/g),
  shape('a Sentry token', 'sntry', /\bsntry(?:s_[\w=+/.-]{60,}|u_[0-9a-f]{64})/g),
  shape('a New Relic key', 'NRAK-', /\bNRAK-[A-Z0-9]{27}\b/g),
  shape('a Dynatrace token', 'dt0c01.', /\bdt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}\b/g),
  shape('an Azure storage key', 'AccountKey=', /\bAccountKey=([A-Za-z0-9+/]{86}==)/g),
  shape('an Azure client secret', 'Q~', /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g),
  shape('an age key', 'AGE-SECRET-KEY-', /\bAGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{50,}/g),
  shape('a WireGuard key', 'PrivateKey', /^[ \t]*PrivateKey[ \t]*=[ \t]*([A-Za-z0-9+/]{43}=)/gm),
  shape(
    'a private JSON Web Key',
    '"d"',
    /"d"\s{0,9}:\s{0,9}"([\w-]{40,2000})"(?:(?=[^{}]{0,3000}"kty")|(?<="kty"[^{}]{0,4000}))/g,
  ),
  shape('a private key', 'Private-Lines:', /^Private-Lines: \d+\s+([A-Za-z0-9+/=]{20,})/gm),
  shape('a private key', 'minisign', /minisign (?:encrypted )?secret key\s+([A-Za-z0-9+/=]{40,})/g),
];

const keyHeader = /-{4,5} ?BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
/** Base64 of `-----BEGIN`, as Kubernetes and settings keep keys. */
const encodedHeader = /LS0tLS1CRUdJTi[A-Za-z0-9+/=]{60,}/g;

/** The first secret in a text; null without one. Deterministic, and linear in the text's length. */
export function findSecret(text: string): FoundSecret | null {
  const at = privateKeyAt(text) ?? encodedKeyAt(text);
  if (at !== null) return { what: 'a private key', line: lineOf(text, at) };
  const parts = denseParts(text);
  if (parts === '') return null;
  for (const { what, hint, pattern } of tokens) {
    if (!parts.includes(hint)) continue;
    for (const match of text.matchAll(pattern)) {
      if (!isPlaceholder(match[1] ?? match[0])) return { what, line: lineOf(text, match.index) };
    }
  }
  return null;
}

/** No token is shorter, and none is written with a gap. */
const shortestToken = 20;
/** Characters before a token that may say what it is. */
const contextLength = 60;
const isDense = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/=.:~@') {
  isDense[character.charCodeAt(0)] = 1;
}

/**
 * The runs of characters that tokens are made of, with what stands before each: a few per cent of most texts, in which everything else is
 * looked for. Looks at every twentieth character, since no long run lies between two of them.
 */
function denseParts(text: string): string {
  const parts: string[] = [];
  let at = shortestToken - 1;
  while (at < text.length) {
    if (isDense[text.charCodeAt(at)] !== 1) {
      at += shortestToken;
      continue;
    }
    let start = at;
    let end = at + 1;
    while (start > 0 && isDense[text.charCodeAt(start - 1)] === 1) start -= 1;
    while (end < text.length && isDense[text.charCodeAt(end)] === 1) end += 1;
    if (end - start >= shortestToken) parts.push(text.slice(Math.max(0, start - contextLength), end));
    at = end + shortestToken;
  }
  return parts.join('\n');
}

/** Characters after a header in which its key must begin: headers of old PEM and PGP blocks stand between. */
const nearHeader = 600;
/** What may stand between the lines of a key, however it is quoted, escaped, indented or commented. */
const lineEnd = /^(?:\s|\\+[nrt]|\\+u000[ad]|&#(?:1[03]|x0?[ad]);|%0[ad]|<br ?\/?>|["'`,+\\|>*#/;]|\/\/|--)+/i;
const keyHeaderLine = /^(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|Subject)\s*:(?:(?!\\+[nr])[^\r\n"'])*/i;
const keyBody = /^[A-Za-z0-9+/=_-]{24,}/;
const elided = /^[A-Za-z0-9+/=_-]*(?:\s|\\n)*(?:\.{2,}|…|\[\.{0,3}|<|\$\{|\{\{)/;

function privateKeyAt(text: string): number | null {
  if (!text.includes('PRIVATE KEY')) return null;
  for (const header of text.matchAll(keyHeader)) {
    const from = header.index + header[0].length;
    if (holdsKey(text.slice(from, from + nearHeader))) return header.index;
  }
  return null;
}

/** Whether a key's own characters follow its header: the words alone stand in every program that reads keys. */
function holdsKey(after: string): boolean {
  let rest = after;
  for (let round = 0; round < 8; round += 1) {
    const gap = lineEnd.exec(rest)?.[0] ?? '';
    rest = rest.slice(gap.length);
    const facts = keyHeaderLine.exec(rest);
    if (facts !== null) {
      rest = rest.slice(facts[0].length);
      continue;
    }
    const body = keyBody.exec(rest)?.[0];
    // A variable that is joined to the header is no key: `header + encodedBytes`.
    if (body === undefined || /["'`]\s*\+\s*$/.test(gap)) return false;
    return !elided.test(rest) && !isPlaceholder(body, 2);
  }
  return false;
}

function encodedKeyAt(text: string): number | null {
  if (!text.includes('LS0tLS1CRUdJTi')) return null;
  for (const match of text.matchAll(encodedHeader)) {
    if (holdsPlainKey(Buffer.from(match[0].slice(0, 4000), 'base64').toString('latin1'))) return match.index;
  }
  return null;
}

const holdsPlainKey = (pem: string): boolean => privateKeyAt(pem) !== null;

/** Words of people who show what a secret looks like. */
const placeholderWord =
  /example|sample|placeholder|dummy|redacted|change_?me|replace|insert|your[_-]?|xxxx|\*{4}|deadbeef|foobar|lorem|1234567890123456/i;

/** Whether a string has the shape of a secret but is none; `leastKinds` are the different characters that it needs. */
function isPlaceholder(secret: string, leastKinds = 6): boolean {
  if (placeholderWord.test(secret)) return true;
  const body = secret.slice(-Math.min(24, Math.ceil(secret.length * 0.6)));
  if (leastKinds > 2) return new Set(body).size < leastKinds || /(.)\1{6,}/.test(body);
  return /^(?:x+|0+|\*+|-+|_+|=+)$/i.test(secret);
}

function lineOf(text: string, offset: number): number {
  const before = text.slice(0, offset);
  return before.includes('\r') ? before.split(/\r\n|\n|\r/).length : before.split('\n').length;
}
