export { describeFailure } from './describe-failure.ts';
export { logFileOf, logFolderOf, openLogFile, readLog } from './log-file.ts';
export { watchUnexpected } from './unexpected.ts';
