import { closeSync, fstatSync, lstatSync, readSync } from 'node:fs';
import { openRegularFile } from '../files/small-file.ts';

/**
 * Extensions that a system's own program for a file would run, install, mount or follow elsewhere instead of showing it. Interpreters
 * register their extensions on Windows when they are installed, so every script is meant there.
 */
const everywhere =
  'desktop appimage jar jnlp exe com msi bat cmd run bin out elf so dylib dll deb rpm snap flatpak flatpakref apk pkg dmg iso img ' +
  'url webloc website lnk ' +
  // Documents that may hold macros.
  'doc dot xls xlt ppt pot pps docm dotm xlsm xltm xlam xlsb xll pptm potm ppam ppsm sldm odb ' +
  // Projects: opening one runs what it says about building.
  'sln slnx csproj vbproj fsproj vcxproj shproj wixproj sqlproj dbproj proj njsproj pyproj xcodeproj xcworkspace playground code-workspace ' +
  // A page's scripts would run with the rights of a local file.
  'html htm xhtml xht shtml mht mhtml webarchive svg svgz hta ' +
  // Extensions of editors, which are installed.
  'vsix xpi crx alfredworkflow sublime-package';

const byPlatform: Partial<Record<NodeJS.Platform, string>> = {
  win32:
    'js jse mjs cjs vbs vbe vb wsf wsh wsc ws sct ps1 ps1xml ps2 ps2xml psc1 psc2 psm1 psd1 msh msh1 msh2 mshxml msh1xml msh2xml ' +
    'py pyw pyc pyo pyz pyzw rb rbw pl pm plx tcl tk lua php phar php3 php4 php5 phtml sh bash zsh ksh csh fish r jl groovy kts ahk au3 ' +
    'a3x nsi scr pif cpl msc msp mst msu msix msixbundle appx appxbundle appinstaller application appref-ms gadget inf ins isp reg ' +
    'rgs scf shb shs sys drv ocx vxd job library-ms search-ms searchconnector-ms settingcontent-ms theme themepack deskthemepack ' +
    'diagcab diagcfg diagpkg chm hlp cab crt cer der p7b vhd vhdx xbap xaml xnk mad maf mag mam maq mar mas mat mau mav maw mda mdb ' +
    'mde mdt mdw mdz accdb accde accda adp ade crd prg cnt grp ops pcd osd mcf rdp vsix vsw printerexport wiz xsl one ica oxt air u3p ' +
    'contact group prf iqy slk dqy oqy rqy udl dsn fon otf ttf lib bas class ipa egg whl gem nupkg csx fsx asp aspx asa ashx vbx',
  darwin:
    'command tool app terminal py pyw pyc pyz crt cer der p12 pfx keychain workflow action scpt scptd applescript osascript jxa mpkg prefpane saver qlgenerator mdimporter kext ' +
    'plugin bundle component xpc framework service wdgt fileloc inetloc ftploc afploc mailloc vncloc mobileconfig configprofile ' +
    'provisionprofile shortcut automator sparsebundle sparseimage cdr toast ipa xip safariextz definition dfont action caction ' +
    'colorpicker clr menu itermexport itermcolors term',
  linux: 'x86_64 x86 sh bash csh ksh zsh py pyc pl rb kdelnk directory flatpakrepo pup sfs server mount timer',
};

const words = (text: string): readonly string[] => text.split(' ');

/** First bytes of programs: scripts with an interpreter, ELF, Windows, Mach-O and universal or Java classes, archives of objects. */
const magics = [
  '2321',
  '7f454c46',
  '4d5a',
  'feedface',
  'feedfacf',
  'cefaedfe',
  'cffaedfe',
  'cafebabe',
  '213c617263683e',
];

export interface RunnableOptions {
  readonly platform?: NodeJS.Platform;
  /** Windows' PATHEXT: what its shell takes for a program. */
  readonly pathExtensions?: string;
}

/**
 * Whether the system's program for this file might run it. `path` is absolute, with links followed. What can't be looked at counts
 * as runnable, and so does a folder, which on a Mac may be an app.
 */
export function isRunnable(path: string, options: RunnableOptions = {}): boolean {
  const { platform = process.platform, pathExtensions = process.env['PATHEXT'] ?? '' } = options;
  if (hasRunnableName(path, platform, pathExtensions)) return true;
  try {
    return lstatSync(path).isSymbolicLink() || isProgram(path, platform);
  } catch {
    return true;
  }
}

function isProgram(path: string, platform: NodeJS.Platform): boolean {
  const file = openRegularFile(path);
  if (file === null) return true;
  try {
    if (platform !== 'win32' && (fstatSync(file.handle).mode & 0o111) !== 0) return true;
    const buffer = Buffer.alloc(16);
    const bytesRead = readSync(file.handle, buffer, 0, buffer.length, 0);
    // A byte order mark before `#!` keeps the kernel from running it, but not every shell.
    const start = buffer
      .subarray(0, bytesRead)
      .toString('hex')
      .replace(/^efbbbf/u, '');
    return magics.some((magic) => start.startsWith(magic));
  } finally {
    closeSync(file.handle);
  }
}

function hasRunnableName(path: string, platform: NodeJS.Platform, pathExtensions: string): boolean {
  const listed = new Set([...words(everywhere), ...words(byPlatform[platform] ?? '')]);
  if (platform === 'win32') {
    for (const extension of pathExtensions.split(';')) listed.add(extension.trim().replace(/^\./u, '').toLowerCase());
  }
  const name = path.split(platform === 'win32' ? /[\\/]/u : '/').at(-1) ?? '';
  // Windows leaves dots and spaces at the end of a name away, and takes what follows a colon for a stream of the file.
  const names = platform === 'win32' ? name.split(':').map((part) => part.replace(/[. ]+$/u, '')) : [name];
  return names.some((each) => {
    const dot = each.lastIndexOf('.');
    return dot >= 0 && listed.has(each.slice(dot + 1).toLowerCase());
  });
}
