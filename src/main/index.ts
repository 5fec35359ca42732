import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron';
import { runApplication } from './application.ts';
import { findLink } from './opening/link.ts';
import { findOpenPath } from './start/open-path.ts';

runApplication(
  {
    app,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu,
    nativeTheme,
    Notification,
    powerMonitor,
    protocol,
    screen,
    session,
    shell,
    utilityProcess,
  },
  findLink(process.argv) ??
    findOpenPath(process.argv, {
      appPath: app.getAppPath(),
      isPackaged: app.isPackaged,
      workingFolder: process.cwd(),
    }),
);
