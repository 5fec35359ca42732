import type { ReactNode } from 'react';
import { splitPath } from './format.ts';
import './path-label.css';

interface PathLabelProps {
  readonly path: string;
  /** Shows the folder before the name; else after it, fainter. */
  readonly folderFirst?: boolean;
}

/** A path that gives way from the left of its folder and keeps the file's name; the whole stands in the tooltip. */
export function PathLabel({ path, folderFirst = false }: PathLabelProps): ReactNode {
  const { folder, name } = splitPath(path);
  return (
    <span className={folderFirst ? 'path path--folder-first' : 'path'} title={path}>
      <span className="path__name">{name}</span>
      {folder === '' ? null : (
        <span className="path__folder">
          <bdi dir="ltr">{folderFirst ? folder : folder.replace(/[/\\]$/, '')}</bdi>
        </span>
      )}
    </span>
  );
}
