import { expect, it } from 'vitest';
import { quoted, RecentFolders } from '../../../src/main/desktop/recent-folders.ts';
import { RecentRoots } from '../../../src/engine/repositories/recent.ts';
import { createStandIn } from '../../e2e/stand-in/create.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('puts recent folders into the list that the system has for them', async () => {
  const dataFolder = temporaryFolder();
  const roots = new RecentRoots(dataFolder);
  roots.touch({ repositoryId: 'a', path: '/home/ada/a b' }, 1);
  roots.touch({ repositoryId: 'b', path: '/home/ada/b' }, 2);
  const { app } = createStandIn();
  await app.whenReady();
  const logged: string[] = [];
  const recent = (platform: NodeJS.Platform): RecentFolders =>
    new RecentFolders(app, {
      dataFolder,
      platform,
      log: (text) => logged.push(text),
      start: { program: 'C:\\whence.exe', args: [] },
    });
  expect(recent('linux').all()).toEqual(['/home/ada/b', '/home/ada/a b']);
  recent('linux').publish('/home/ada/b');
  expect([app.recentDocuments, app.jumpList]).toEqual([[], null]);
  recent('darwin').publish('/home/ada/b');
  expect(app.recentDocuments).toEqual(['/home/ada/b']);
  recent('win32').publish(null);
  expect(app.jumpList?.[0]?.items?.map(({ title, args, program }) => [title, args, program])).toEqual([
    ['b', '"/home/ada/b"', 'C:\\whence.exe'],
    ['a b', '"/home/ada/a b"', 'C:\\whence.exe'],
  ]);
  // What a person took out of the list must not come back: Windows would show none of it.
  app.removedFromJumpList = [{ type: 'task', args: '"/home/ada/b"' }];
  recent('win32').publish(null);
  expect(app.jumpList?.[0]?.items?.map(({ title }) => title)).toEqual(['a b']);
  expect(logged).toEqual([]);
});

it('quotes a path so that a Windows program reads it whole', () => {
  expect([quoted('C:\\'), quoted('C:\\a b'), quoted('a"b\\"'), quoted('--x')]).toEqual([
    '"C:\\\\"',
    '"C:\\a b"',
    '"a\\"b\\\\\\""',
    '"--x"',
  ]);
});
