import { start } from './app/start.tsx';
import { connect } from './host/connection.ts';

start(connect());
