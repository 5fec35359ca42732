import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openReader } from '../../src/engine/store/index.ts';
import { checkout } from '../helpers/command-line.ts';
import { sharedFolder } from '../helpers/temporary-folder.ts';
import { filesBelow, layOut, makeRunnable, stageAppImage } from './helpers/packed.ts';
import { prepareSample, startStandIn, walkThrough } from './helpers/stand-in.ts';
import { complaintsOf } from './helpers/window.ts';

// What electron-builder makes for other systems is checked by its patterns, in test/scripts/package/contents.test.ts.
describe.skipIf(process.platform !== 'linux')('a packaged app', () => {
  const folder = sharedFolder('whence-packed');
  let laidOut = '';
  let appImage = '';
  let archiveBytes = 0;
  let main = '';
  beforeAll(async () => {
    laidOut = await layOut(folder);
    archiveBytes = statSync(join(laidOut, 'resources', 'app.asar')).size;
    appImage = await stageAppImage(folder, laidOut);
    main = makeRunnable(laidOut);
  }, 300_000);

  it('is laid out without a download: the app in an archive, what the system loads beside it', () => {
    const target = `linux-${process.arch}`;
    expect(existsSync(join(folder, 'downloads'))).toBe(false);
    expect(filesBelow(join(laidOut, 'resources', 'app.asar.unpacked', 'node_modules'))).toEqual([
      expect.stringMatching(new RegExp(`^@parcel/watcher-${target}-(?:glibc|musl)/watcher\\.node$`)),
      `better-sqlite3/prebuilds/${target}.node`,
      `onnxruntime-node/bin/napi-v6/linux/${process.arch}/libonnxruntime.so.1`,
      `onnxruntime-node/bin/napi-v6/linux/${process.arch}/onnxruntime_binding.node`,
      `sqlite-vec-${target}/vec0.so`,
    ]);
    expect(readdirSync(join(laidOut, 'resources'))).toEqual(['app.asar', 'app.asar.unpacked']);
    // Whole packages that were bundled already, or another Node, would show.
    expect(archiveBytes).toBeLessThan(40_000_000);
  });

  it('is started in an AppImage by a script that leaves the sandbox on, and is offered for folders and links', () => {
    const script = readFileSync(join(checkout, 'scripts', 'package', 'AppRun'), 'utf8');
    expect(readFileSync(join(appImage, 'AppRun'), 'utf8')).toBe(script);
    const entry = readFileSync(join(appImage, 'whence.desktop'), 'utf8');
    expect(entry).toMatch(/^Exec=AppRun %U$/m);
    expect(entry).toMatch(/^MimeType=inode\/directory;x-scheme-handler\/whence;$/m);
    expect(existsSync(join(appImage, 'usr/share/icons/hicolor/256x256/apps/whence.png'))).toBe(true);
  });

  it('indexes, searches and blames, with only those native modules to load that Electron could load', async () => {
    const { repository, data, environment } = prepareSample();
    const hook = pathToFileURL(join(checkout, 'test', 'e2e', 'stand-in', 'archive.ts')).href;
    const application = await startStandIn(
      // The shipped model, as it lies in the package.
      { ...environment, WHENCE_MODEL: '', NODE_OPTIONS: `--import=${hook}` },
      [repository],
      main,
    );
    const complaints = complaintsOf(application.page);
    await walkThrough(application.page);
    expect(complaints).toEqual([]);
    const exited = once(application.process, 'exit');
    await application.page.close();
    expect((await exited)[0]).toBe(0);
    const [index] = readdirSync(join(data, 'indexes'));
    const reader = openReader(join(data, 'indexes', index ?? 'none', 'index.sqlite'));
    const { chunks, vectors } = reader.counts();
    reader.close();
    expect(chunks).toBeGreaterThan(0);
    expect(vectors, 'the embedder ran').toBe(chunks);
  });
});
