import type { ReactNode } from 'react';
import type { GitState } from '../../../shared/contract/repositories.ts';
import { toggleBlame } from '../../frame/preview-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { BlameView } from './use-blame.ts';

const hide = (
  <Button look="quiet" onPress={toggleBlame}>
    Hide blame
  </Button>
);

const stateWords: Partial<Record<GitState, string>> = {
  none: 'This folder is not in a git repository, so nobody can tell who wrote its lines.',
  unborn: 'This repository has no commits yet. Blame shows from the first commit on.',
};

interface BlameNoticeProps {
  readonly git: GitState;
  readonly blame: BlameView;
}

/** Why there is no blame, or only part of it, and what to do. */
export function BlameNotice({ git, blame }: BlameNoticeProps): ReactNode {
  const words = stateWords[git];
  if (words !== undefined) {
    return (
      <Notice kind="info" actions={hide}>
        {words}
      </Notice>
    );
  }
  const goOn =
    blame.goOn === null ? null : (
      <Button onPress={blame.goOn}>{blame.lines.size === 0 ? 'Blame it anyway' : 'Go on'}</Button>
    );
  if (blame.error !== null) {
    const known = blame.error.code.startsWith('GIT_');
    return (
      <Notice kind={known ? 'info' : 'error'} actions={goOn ?? hide}>
        {blame.error.message}
      </Notice>
    );
  }
  if (goOn !== null && !blame.goingOn) {
    return (
      <Notice kind="info" actions={goOn}>
        Blame took longer than its time limit. The lines found so far are shown.
      </Notice>
    );
  }
  return null;
}
