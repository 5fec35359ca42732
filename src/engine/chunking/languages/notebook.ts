import type { LightLanguage } from '../language.ts';
import { notebookSections } from '../light/cells.ts';

/** Cut after its cells were taken out of their JSON (ingest/notebook.ts). */
export const notebook: LightLanguage = {
  id: 'notebook',
  label: 'Jupyter notebook',
  aliases: ['jupyter', 'ipynb'],
  extensions: ['.ipynb'],
  fileNames: [],
  split: notebookSections,
};
