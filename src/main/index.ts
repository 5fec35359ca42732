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
  // A packaged app has its own path first, a checkout that of Electron and that of the app.
  process.argv.slice(app.isPackaged ? 1 : 2),
);
