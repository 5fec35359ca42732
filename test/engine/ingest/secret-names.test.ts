import { describe, expect, it } from 'vitest';
import { isSecretPath } from '../../../src/engine/ingest/secret-names.ts';

const listed = (names: string): string[] => names.split('|').map((name) => name.trim());

/** Paths that hold secrets, whatever is in them. */
const secrets = listed(`
  kubeconfig | admin.conf | wp-config.php | .env.test | .env.test.local | .env.defaults | test.pem | 
  server-test.key | id_ed25519_work | id_rsa.bak | deploy_key | AuthKey_ABC123.p8 | prod.tfstate | 
  x.auto.tfvars.json | prod-secrets.yaml | secrets.prod.yaml | secrets/db.yaml | credentials.yml | 
  credentials.toml | credentials.ini | .yarnrc.yml | .terraformrc | .vault-token | .my.cnf | .s3cfg | .boto | 
  rclone.conf | .config/gh/hosts.yml | .config/gcloud/application_default_credentials.json | 
  application_default_credentials.json | .aws/sso/cache/abc.json | .ssh/keys/work | .cargo/credentials.toml | 
  .cargo/credentials | auth.json | token.json | .bash_history | .zsh_history | .psql_history | .mysql_history | 
  .python_history | .node_repl_history | .sqlite_history | .rediscli_history | .irb_history | 
  config/database.yml | appsettings.Production.json | .env | .env.local | .env.production | .env_prod | 
  .env-prod | .env~ | .env.bak | prod.env | .envrc | .netrc | _netrc | .netrc.bak | .pgpass | .pgpass.old | 
  .htpasswd | .git-credentials | .npmrc | .pypirc | .dockercfg | .docker/config.json | .kube/config | id_rsa | 
  id_dsa | id_ecdsa | id_ed25519 | id_ecdsa_sk | id_rsa.old | id_rsa~ | id_rsa copy | credentials | 
  credentials.json | credentials.csv | client_secret_123.apps.googleusercontent.com.json | client_secrets.json | 
  clientSecret.json | service-account.json | service_account.json | serviceAccountKey.json | gcp-key.json | 
  myproj-firebase-adminsdk-x1y2z-0123.json | secrets.yml | secrets.json | secrets.toml | secrets.ini | 
  secret.yaml | terraform.tfstate | terraform.tfstate.backup | prod.tfvars | terraform.tfvars | server.key | 
  server.pem | x.p12 | x.pfx | x.jks | release.keystore | x.ppk | x.asc | x.kdbx | x.kdb | x.gpg | client.ovpn | 
  master.key | config/master.key | .aws/credentials | .aws/config | .ssh/config | .ssh/id_rsa | 
  home/u/.ssh/old/deep/key | .gnupg/secring.gpg | .gnupg/private-keys-v1.d/A.key | ssh_host_rsa_key | 
  .streamlit/secrets.toml | .dev.vars | .dev.vars.production | .rediscli_auth | .config/op/config.json | local.settings.json | prod.kubeconfig | kubeconfig-prod.yaml | 
  .passwd-s3fs | privatekey.txt | private_key.json | jwt-secret.txt | passwords.txt | password.txt | 
  github_token | access_token.json | .github_token | vault_pass.txt | .vault_pass | .fish_history | .env.swp | 
  ..env.swp | .wp-config.php.swp | wp-config.php.bak | WP-CONFIG.PHP | ID_RSA | .ENV | Secrets.YAML | 
  example.com.key | www.example.com.pem | secrets.yaml.old | credentials.json.1 | .env (1) | server (1).key | 
  id_rsa.txt | server.key.txt | sftp-config.json | .vscode/sftp.json | filezilla.xml | .databrickscfg | 
  kaggle.json | .azure/accessTokens.json | .password-store/mail.gpg | .cache/huggingface/token | 
  keystore.properties | key.properties | settings-security.xml | wallet.dat | .erlang.cookie | krb5.keytab | 
  etc/shadow | recovery-codes.txt | github-recovery-codes.txt | .secret | .secrets | aws-credentials | 
  my-aws-credentials.csv | accessKeys.csv | rootkey.csv | api_keys.json | apikey.txt | k8s/prod/secret.yaml | 
  helm/secrets.dec.yaml | .rclone.conf | secrets/prod/db.yaml | secrets/password | .oci/config | age/keys.txt | 
  prod.tfstate.123.backup | .env.sh | src/credentials.json | src/config/secrets.json | 
  functions/serviceAccountKey.json | src/main/resources/secrets/db.yaml | .composer/auth.json | .npmrc.bak | 
  config/credentials/production.key | credentials.yml.enc | config/credentials.yml.enc | .sops/age/keys.txt | 
  token.pickle | secrets-prod.yaml | .dockerconfigjson | wg0.conf | tomcat-users.xml | users.htpasswd | 
  local_secrets.json | dev.secrets.json | firebase-service-account.json | google-credentials.json | 
  .ssh/authorized_keys.bak | config/database.yml.bak | .docker/config.json~ | ssh_keys/work | gh/hosts.yml.old
`);

/** Paths of the same words that do not. */
const ordinary = listed(`
  credentials.ts | secrets.go | token.py | test/fixtures/keys.ts | id_rsa.pub | id_ed25519_work.pub | 
  .env.example | .env.sample | .env.template | .env.dist | .env.local.example | .env.production.sample | 
  environment.ts | env.ts | key.ts | keyboard.md | monkey.py | secrets.md | docs/secrets.md | 
  docs/credentials.yaml | src/secrets/index.ts | src/secrets/config.json | public.pem | jwt-public.pem | 
  public_key.pem | locales/en/auth.json | i18n/en/secrets.json | tokens.json | design-tokens.json | 
  tokenizer.json | tokenizer_config.json | tokens.ts | auth.ts | auth.go | password.js | password_reset.html | 
  reset-password.tsx | passwd.c | credentials.go | secret.rs | secrets_manager.py | aws_secretsmanager.tf | 
  history.md | HISTORY | history.c | .gitignore | package.json | wp-config-sample.php | 
  terraform.tfvars.example | secrets.example.yaml | secrets.yaml.example | credentials.sample.json | 
  secrets.schema.json | .github/workflows/secret-scanning.yml | charts/a/templates/secret.yaml | config.json | 
  config.yml | config/application.yml | appsettings.json | appsettings.Development.json | keys.md | keymap.json | 
  keys.json | primary-key.md | foreign_key.sql | api.key.ts | README.md | Makefile | docker-compose.yml | 
  .docker/nginx.conf | .docker/Dockerfile | .azure/deep/pipelines/build.yml | hosts.yml | ansible/hosts.yml | 
  scheduler.conf | nginx.conf | keystore.ts | keyring.py | shadow.css | box-shadow.scss | src/token.json.ts | 
  secretary.txt | private-methods.txt | auth.service.ts | .eslintrc.json | env.d.ts | dotenv.js | vault.hcl | 
  .env.example.local | sample.env | example.env | .env.ci.example | kubeconfig.go | tfstate.go | 
  terraform/main.tf | variables.tf | password-strength.json | src/i18n/password.json | access-control.yaml | 
  service_account.go | service-accounts.md | history.ts | command_history.py | api_key.rb | id_generator.py | 
  id_rsa_test.go | cookies.ts | wallet.ts | account.json | session.yml | secret-santa.csv | secrets_test.go | 
  credentials_controller.rb | .env.d.ts | src/lib/secrets/config.json | auth
`);

const copies = (path: string): string[] => ['.bak', '.old', '~', '.orig', '.save', '.1'].map((mark) => path + mark);

describe('isSecretPath', () => {
  it('knows files of secrets by name and place, copies and backups of them too', () => {
    expect(secrets.filter((path) => !isSecretPath(path))).toEqual([]);
    expect(secrets.filter((path) => !path.startsWith('.') && !isSecretPath(`deep/er/${path}`))).toEqual([]);
    const backed = [
      '.env',
      '.netrc',
      'id_ed25519',
      'prod.tfstate',
      'wp-config.php',
      'secrets.yaml',
      'server.key',
      'kubeconfig',
    ];
    expect(backed.flatMap(copies).filter((path) => !isSecretPath(path))).toEqual([]);
    expect(backed.filter((path) => !isSecretPath(path.toUpperCase()))).toEqual([]);
  });

  it('leaves source, prose, public keys, examples and translations in', () => {
    expect(ordinary.filter((path) => isSecretPath(path))).toEqual([]);
  });
});
