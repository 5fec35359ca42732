import { app } from 'electron';
import { runApplication } from './application.ts';

// A packaged app has its own path first, a checkout that of Electron and that of the app.
runApplication(process.argv.slice(app.isPackaged ? 1 : 2));
