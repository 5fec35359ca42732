import SqliteDatabase from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { checkout, type Ended, whence } from '../helpers/command-line.ts';
import { writeFiles } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

/** A folder and a data folder whose names a shell takes apart, and a program of a name of its own. */
function makeScene(): {
  run: (command: string, ...words: string[]) => Promise<Ended>;
  paste: (output: string) => Promise<Ended>;
  indexFile: () => string;
} {
  const folder = temporaryFolder();
  const root = join(folder, "my code's folder");
  const data = join(folder, 'my data');
  const program = join(folder, 'my whence');
  const environment = { WHENCE_MODEL: join(folder, 'model'), WHENCE_COMMAND: program };
  writeTinyModel(environment.WHENCE_MODEL);
  writeFiles(root, { 'a.ts': 'export function first(): number {\n  return 1;\n}\n' });
  const bundle = join(checkout, 'out/node/whence.js');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${bundle}" "$@"\n`, { mode: 0o755 });
  return {
    run: async (command, ...words) => whence([command, root, ...words, '--data-dir', data], { environment }),
    paste: async (output) => {
      const command = /(?:^|: )((?:'[^']*my whence'|\S*my whence).*)$/m.exec(output)?.[1];
      if (command === undefined) throw new Error(`there is no command in “${output}”`);
      return new Promise((resolve) => {
        execFile('sh', ['-c', command], { env: { ...process.env, ...environment } }, (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), signal: null, stdout, stderr }),
        );
      });
    },
    indexFile: () => {
      const [name = ''] = readdirSync(join(data, 'indexes'));
      return join(data, 'indexes', name, 'index.sqlite');
    },
  };
}

function change(file: string, work: (database: SqliteDatabase.Database) => void): void {
  const database = new SqliteDatabase(file);
  work(database);
  database.close();
}

it.skipIf(process.platform === 'win32')(
  'every command that is advised works as it is pasted, whatever the folder is called',
  async () => {
    const { run, paste, indexFile } = makeScene();
    // No index: search says how to make one.
    const missing = await run('search', 'first');
    expect([missing.code, (await paste(missing.stderr)).code]).toEqual([1, 0]);
    // Damage: the check says how to mend it.
    change(indexFile(), (database) => database.exec('UPDATE chunks SET start_line = start_line + 1'));
    const damaged = await run('verify');
    expect([damaged.code, (await paste(damaged.stdout)).code, (await run('verify')).code]).toEqual([1, 0, 0]);
    // A newer index: the backup can be gone back to.
    copyFileSync(indexFile(), `${indexFile()}.backup`);
    change(indexFile(), (database) => database.pragma('user_version = 99'));
    const newer = await run('status');
    expect([newer.code, newer.stderr]).toEqual([1, expect.stringContaining('update Whence')]);
    const back = await paste(newer.stderr);
    expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('is kept as')]);
    expect((await run('status')).code).toBe(0);
    // An older one whose migration fails: it is kept aside, and a new one made.
    change(indexFile(), (database) => database.pragma('user_version = 1'));
    const older = await run('search', 'first');
    expect([older.code, older.stderr]).toEqual([1, expect.stringContaining('brought up to date')]);
    const failed = await paste(older.stderr);
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('was left as it was')]);
    expect((await paste(failed.stderr)).code).toBe(0);
    expect(readdirSync(dirname(indexFile())).some((name) => name.includes('replaced'))).toBe(true);
    const found = await run('search', 'first');
    expect(found.stdout).toContain('a.ts');
  },
  60_000,
);
