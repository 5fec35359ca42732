/**
 * Which files hold secrets, told by their paths alone: one table of facts about tools and the files in which they keep keys, tokens and
 * passwords. What is inside of files is looked at by secret-content.ts.
 */

/** Whole names, lower case, once marks of backups are off. */
const names = new Set(
  `.env .envrc .dev.vars .prod.vars env.local env.prod env.production env.staging env.development
  .netrc _netrc .authinfo .git-credentials .gitcredentials .htpasswd htpasswd .htdigest htdigest .npmrc .yarnrc.yml .pypirc .dockercfg
  .dockerconfigjson .terraformrc terraform.rc .vault-token .vault_pass .vault-pass vault_pass vault-pass .vault_password .vault-password .ansible_vault_pass
  .pgpass pgpass.conf .my.cnf .mylogin.cnf debian.cnf .dbshell .odbc.ini .s3cfg .boto .passwd-s3fs passwd-s3fs .databrickscfg .snowsql
  rclone.conf .rclone.conf .modal.toml .msmtprc .esmtprc .fetchmailrc .muttrc .smbcredentials .smbpasswd smbpasswd .ftpconfig .ftppass
  .remote-sync.json sftp-config.json sftp.json .sftp.json filezilla.xml sitemanager.xml recentservers.xml robomongo.json webservers.xml
  datasources.local.xml .dbeaver-data-sources.xml dbeaver-data-sources.xml .trc .tugboat heroku.json kaggle.json
  local.settings.json publishsettings settings-security.xml tomcat-users.xml mgmt-users.properties application-users.properties
  key.properties keystore.properties signing.properties kubeconfig admin.conf super-admin.conf k3s.yaml rke2.yaml wp-config.php
  localsettings.php config.inc.php secret_token.rb keyring keystore keyfile keyfile.json mnemonic mnemonic.txt wallet.dat wallet.json
  cookies.txt .erlang.cookie .xauthority .iceauthority shadow gshadow shadow- master.key .secret .secrets .viminfo .lesshst .rhistory
  .histfile .bash_sessions .octave_hist consolehost_history.txt fish_history rootkey.csv accesskeys.csv oauth_creds.json
  .claude.json .mcp-auth .streamlit-secrets .jupyter_token .netlify-token .sentryclirc .travis-token .bintray .cargo-credentials`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Endings of names that only key stores, keys and states have, lower case, whatever comes before. */
const endings =
  /\.(?:env|pem|key|p8|p12|pfx|pkcs8|pkcs12|pk8|jks|jceks|bks|keystore|truststore|ppk|asc|gpg|pgp|kdbx?|psafe3|agilekeychain|keychain(?:-db)?|ovpn|keytab|priv|privkey|private_key|rdp|publishsettings|cscfg|mobileprovision|provisionprofile|snk|pubxml\.user|creds?|credentials|secrets?|nk|htpasswd|passwd|tfstate|tfvars|tfvars\.json|tfrc|tfrc\.json|tfplan|kubeconfig)$/;

/** Names with a part that may be anything. */
const patterns: readonly RegExp[] = [
  /^\.env(?:rc)?(?:[._ -].*)?$|^\.(?:dev|prod)\.vars\.[\w.-]+$/,
  /^\.\w+cli_auth$/,
  /^\.[\w.-]*[_.-]history$|^\.[a-z]*hist(?:ory)?$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519|ed448)(?:[._ -].*)?$/,
  /^ssh_host_\w*key$/,
  /^utc--\d{4}-/,
  /\.tfstate\.\w+$/,
  /^appsettings\.(?:prod\w*|stag\w*|live|local|secrets?)\.json$/,
  /^gha-creds-[\w-]+\.json$|firebase-adminsdk[\w-]*\.json$/,
  /^(?:.*[._-])?kube[._-]?config(?:[._-].*)?$/,
  /^wp-config[._-](?:local|prod|production|dev|development|staging)\.php$/,
  /^wg\d+\.conf$|^wg-[\w-]+\.conf$/,
];

/** Files that are secret for where they stand: the whole path, lower case. */
const places: readonly RegExp[] = [
  /(?:^|\/)\.(?:ssh|gnupg|aws|kube|oci|password-store|azure\/(?:accesstokens|msal_token_cache|service_principal)|gcloud|config\/gcloud)\//,
  /(?:^|\/)\.(?:aws|kube|oci|azure)\/[^/]+$/,
  /(?:^|\/)\.docker\/(?:config\.json|\.token_seed|.*\/(?:key|tls)\/)/,
  /(?:^|\/)(?:\.config|gh|hub|op|glab-cli|doctl|hcloud|configstore|\.fly|\.circleci|\.dbt|\.mc|\.bluemix|\.aliyun|\.tccli|\.wrangler\/config)\/(?:hosts\.ya?ml|hub|config\.ya?ml|config\.json|cli\.(?:toml|yml)|firebase-tools\.json|default\.toml|profiles\.yml)$/,
  /(?:^|\/)(?:\.config\/)?(?:sops\/)?age\/keys?\.txt$/,
  /(?:^|\/)\.(?:huggingface|cache\/huggingface|terraform\.d|pip|lftp|purple|irssi|snowsql|m2)\/(?:token|stored_tokens|credentials[^/]*|pip\.conf|bookmarks|accounts\.xml|config|settings\.xml)$/,
  /(?:^|\/)config\/database\.ya?ml$/,
  /(?:^|\/)(?:app\/config\/parameters\.ya?ml|app\/etc\/(?:env\.php|local\.xml)|sites\/[^/]+\/settings(?:\.local)?\.php)$/,
  /(?:^|\/)etc\/(?:kubernetes\/[^/]+\.conf|sudoers\.d\/[^/]+|wireguard\/[^/]+\.conf|ppp\/(?:chap|pap)-secrets|ipsec\.secrets)$/,
  /(?:^|\/)pgbouncer\/userlist\.txt$/,
];

/** Words that a name ends in when its file is full of what they say. */
const telling = /^(?:secrets?|credentials?|creds|passwords?|passwd|passphrases?|secret-?keys?)$/;
/** What stands beside such a word at the front: `secrets.prod.yaml`, `credentials-aws.json`. Else the word only begins a title. */
const beside =
  /^(?:prod|production|live|dev|devel|development|local|stag|stage|staging|test|testing|qa|uat|ci|int|preview|sandbox|demo|defaults?|override|private|enc|encrypted|dec|decrypted|plain|sops|new|real|app|db|database|api|user|users|env|vars|global|common|base|values|config|conf|main|my|aws|gcp|azure|google|gcloud|k8s|kube|cluster|auto|\d+)$/;
/** Kinds of keys and tokens, as in `deploy_key` or `github-token`. */
const keyWords =
  /^(?:deploy|private|priv|secret|signing|sign|api|access|ssh|rsa|dsa|ecdsa|ed25519|host|server|client|master|encryption|decryption|auth|account|gcp|gcloud|gcs|aws|azure|age|jwt|service|sa|app|storage|webhook)$/;
const tokenWords =
  /^(?:auth|access|refresh|api|id|github|gitlab|gh|vault|bearer|oauth2?|npm|pypi|slack|discord|telegram|bot|hf|deploy|session)$/;

/** Data, as opposed to source and prose: only such files are taken for secrets by a word in their names. */
const dataEnding =
  /\.(?:ya?ml|json|json5|jsonc|toml|ini|cfg|conf|config|properties|props|xml|csv|tsv|txt|text|plist|env|enc|hcl|db|b64|base64|dat|bin|der|lst|list|pickle|pkl|local|data)$/;
const proseEnding = /\.(?:mdx?|markdown|rst|adoc|asciidoc|html?)$/;
const sourceEnding =
  /\.(?:[cm]?[jt]sx?|py[iwx]?|ipynb|rb|go|rs|java|kts?|scala|swift|m|mm|cs|fs|vb|cpp|cc|cxx|c|h|hpp|hh|php|phtml|lua|zig|exs?|erl|hs|ml|clj|cljs|dart|jl|r|pl|pm|sh|bash|zsh|fish|ps1|bat|vue|svelte|astro|css|s[ac]ss|less|sql|proto|graphql|tf|nix|gradle|cmake|vim|el|po|pot|strings|resx|svg|snap)$/;

/** A stand-in to copy and fill in. */
const exampleWord =
  /^(?:examples?|samples?|templates?|tmpl|tpl|j2|erb|hbs|mustache|dist|skel|skeleton|schema|placeholder|stub)$/;
const publicWord = /^(?:pub|public)$/;
const keyEnding = /\.(?:pem|key|asc|gpg|pgp|p8|der)$/;
/** Names of translations, descriptions and templates: words in names say nothing there. */
const wordlessFolder =
  /(?:^|\/)(?:locales?|i18n|l10n|lang|langs|languages|translations?|messages|intl|[a-z]{2}[-_][a-z]{2}|schemas?|docs?|documentation|website|\.github|templates|crds?|openapi|swagger)\//;
/** Source: a folder `secrets` is a module there. */
const sourceFolder =
  /(?:^|\/)(?:src|lib|pkg|internal|packages|cmd|plugins?|modules|node_modules)\/(?!(?:.*\/)?resources\/)/;
const secretFolder = /(?:^|\/)\.?(?:secrets?|credentials|passwords?|(?:private|ssh|deploy|api)[-_]?keys?)\//;
/** Files that say how a folder is built or kept, whatever its name. */
const housekeeping =
  /^(?:\.git\w*|\.keep|package\.json|tsconfig.*\.json|kustomization\.ya?ml|chart\.ya?ml|plugin\.ya?ml|manifest\.json|action\.ya?ml|license|licence|codeowners|owners|makefile|dockerfile|build|readme|notice)$/;

/** Marks that programs and people leave on copies: `.bak`, `~`, ` (1)`, ` copy`, `-old`. */
const backup =
  /(?:\.(?:bak|back|backup|bkp|old|orig|original|save|saved|sav|sw[a-p]|tmp|temp|copy|prev|previous|disabled|off|dpkg-(?:old|new|dist)|rpm(?:save|new|orig)|txt|b64|base64|\d{1,3}|\d{4}-?\d\d-?\d\d[\w-]*)|~\d*~?|[-_ ]+(?:bak|backup|old|orig|copy|save)(?: ?\d+)?| \(\d+\))$/;
const backupWord = /^(?:bak|backup|old|orig|copy|save|saved|prev|previous|tmp)$/;

/** Whether a file holds secrets by its name and place; `path` is relative to the root, with `/`. */
export function isSecretPath(path: string): boolean {
  const lower = path.toLowerCase();
  const original = path.slice(path.lastIndexOf('/') + 1);
  const base = lower.slice(lower.lastIndexOf('/') + 1);
  const words = wordsOfName(original);
  if (base.endsWith('.pub') || isExample(words, base)) return false;
  const folder = lower.slice(0, lower.length - base.length);
  const all = spellings(base);
  if (all.some((name) => places.some((place) => place.test(folder + name)))) return true;
  if (proseEnding.test(base)) return false;
  return all.some((name) => isSecretName(name)) || isSecretByWords(lower, base, words);
}

function isSecretName(name: string): boolean {
  if (names.has(name)) return true;
  if (sourceEnding.test(name) && !/^(?:wp-config|\.env\b(?!.*\.d\.ts$))/.test(name)) return false;
  return endings.test(name) ? !isPublicKey(name) : patterns.some((pattern) => pattern.test(name));
}

const isPublicKey = (name: string): boolean =>
  keyEnding.test(name) && wordsOfName(name).some((word) => publicWord.test(word));

/** An example of a key file is one only by its last word: `example.com.key` belongs to a host of that name. */
function isExample(words: readonly string[], base: string): boolean {
  if (/\.(?:pem|key|p8|p12|pfx|jks|keystore|kdbx?|ppk|tfstate)$/.test(base)) return false;
  return words.some((word) => exampleWord.test(word));
}

/** The name, and what it is without the marks of a backup or of an editor's own copy. */
function spellings(base: string): string[] {
  const all = [base];
  let name = base.replace(/^#(.+)#$/, '$1');
  for (let round = 0; round < 4; round += 1) {
    const bare = name.replace(backup, '');
    if (bare === '' || bare === name) break;
    name = bare;
    all.push(name);
  }
  if (name !== base && !all.includes(name)) all.push(name);
  // Vim keeps `.name.swp` beside `name`; Emacs locks as `.#name`.
  const inner = /^\.#?(.+)$/.exec(name)?.[1];
  if (inner !== undefined && (base.startsWith('.#') || /\.sw[a-p]$/.test(base))) all.push(inner);
  return all;
}

/** `serviceAccountKey.prod.json` → service, account, key, prod, json. */
const wordsOfName = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

function isSecretByWords(path: string, base: string, words: readonly string[]): boolean {
  const isPlain = !base.slice(1).includes('.');
  const bare = spellings(base).at(-1) ?? base;
  if (sourceEnding.test(bare) || !(isPlain || dataEnding.test(base) || dataEnding.test(bare) || bare !== base))
    return false;
  const folder = path.slice(0, path.length - base.length);
  if (wordlessFolder.test(folder)) return false;
  if (secretFolder.test(folder) && !sourceFolder.test(folder) && !housekeeping.test(base)) return true;
  // Composer and others keep logins in it; texts of a login form are told by their folder above.
  if (/^\.?auth\.json$/.test(bare)) return true;
  const stem = words.filter((word) => !dataEnding.test(`.${word}`) && !backupWord.test(word));
  return isTelling(stem);
}

function isTelling(stem: readonly string[]): boolean {
  const last = stem.at(-1);
  const before = stem.at(-2) ?? '';
  if (last === undefined) return false;
  if (telling.test(last)) return true;
  if (/^keys?$/.test(last) && keyWords.test(before)) return true;
  if (/^tokens?$/.test(last) && (stem.length === 1 ? last === 'token' : tokenWords.test(before))) return true;
  if (/^(?:deploy|private|api|secret|ssh|access)keys?$/.test(last)) return true;
  if (last === 'codes' && before === 'recovery') return true;
  const at = stem.findIndex((word) => telling.test(word));
  if (at >= 0 && stem.slice(at + 1).every((word) => beside.test(word))) return true;
  if (at > 0 && /^client$/.test(stem[at - 1] ?? '')) return true;
  return /service-account(?!.*-(?:list|schema|roles?|policy|types?)\b)/.test(stem.join('-'));
}
