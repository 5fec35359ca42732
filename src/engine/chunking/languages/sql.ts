import type { LightLanguage } from '../language.ts';
import { sqlSections } from '../light/matching.ts';

export const sql: LightLanguage = {
  id: 'sql',
  label: 'SQL',
  aliases: ['psql', 'mysql'],
  extensions: ['.sql', '.ddl', '.dml', '.psql', '.pgsql', '.plsql'],
  fileNames: [],
  split: sqlSections,
};
