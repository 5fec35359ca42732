export { className, describeFailure, framesOf } from './describe-failure.ts';
export { logFileOf, logFolderOf, openLogFile, readLog } from './log-file.ts';
export { statementLog } from './statement-log.ts';
export { watchUnexpected } from './unexpected.ts';
export { watchEvents, watchHandlers } from './watch-engine.ts';
