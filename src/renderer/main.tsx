import { connect } from './app/connection.ts';
import { start } from './app/start.tsx';

start(connect());
