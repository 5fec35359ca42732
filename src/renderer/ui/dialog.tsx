import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { IconButton } from './button.tsx';
import { ScrollBox } from './scroll-box.tsx';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly size?: 'small' | 'medium' | 'large';
  /** Asks something that should not be dismissed by a stray click. */
  readonly alert?: boolean;
  /** Long text without controls: the body takes the focus, so that keys scroll it. */
  readonly scrolls?: boolean;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A modal dialog that is open as long as it is rendered. */
export function Dialog(props: DialogProps): ReactNode {
  const { title, onClose, size = 'medium', alert = false, scrolls = false, footer, children } = props;
  return (
    <ModalOverlay
      isOpen
      isDismissable={!alert}
      className="dialog__scrim"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`dialog dialog--${size}`}>
        <AriaDialog className="dialog__box" role={alert ? 'alertdialog' : 'dialog'}>
          <header className="dialog__head">
            <Heading slot="title" className="dialog__title">
              {title}
            </Heading>
            <IconButton label="Close" hint="Esc" onPress={onClose}>
              <X size={16} />
            </IconButton>
          </header>
          {scrolls ? (
            <ScrollBox className="dialog__body" label={title}>
              {children}
            </ScrollBox>
          ) : (
            <div className="dialog__body">{children}</div>
          )}
          {footer === undefined ? null : <footer className="dialog__foot">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
