import { useEffect, useRef } from 'react';
import { type ActionId, actionIds, actionOf, worksInText } from './keys.ts';

type Handler = () => boolean | void;

/** The latest to register handles; one that gives false passes to the one before it. */
const handlers = new Map<ActionId, Handler[]>();

/** Runs an action; false when nothing on screen takes it. */
export function runAction(id: ActionId): boolean {
  const stack = handlers.get(id) ?? [];
  for (const handler of stack.toReversed()) {
    if (handler() !== false) return true;
  }
  return false;
}

/** Handles actions while the component is on screen. */
export function useActions(table: Partial<Record<ActionId, Handler>>): void {
  const latest = useRef(table);
  useEffect(() => {
    latest.current = table;
  });
  const names = Object.keys(table).sort().join(' ');
  useEffect(() => {
    const ids = actionIds.filter((id) => names.split(' ').includes(id));
    const registered = ids.map((id) => {
      const handler: Handler = () => latest.current[id]?.() ?? undefined;
      handlers.set(id, [...(handlers.get(id) ?? []), handler]);
      return { id, handler };
    });
    return () => {
      for (const { id, handler } of registered) {
        const others = (handlers.get(id) ?? []).filter((other) => other !== handler);
        handlers.set(id, others);
      }
    };
  }, [names]);
}

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('[aria-readonly="true"]') === null &&
  (target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select') || target.isContentEditable);

/** Elements whose own Enter and arrow keys come first. */
const isWidget = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('button, a, [role="menuitem"], [role="separator"], [role="slider"], [role="radio"], [role="tab"]') !==
    null;

const movesCaret = ['ArrowDown', 'ArrowUp'];

function actionFor(event: KeyboardEvent): ActionId | null {
  if (event.defaultPrevented || event.isComposing) return null;
  const { target } = event;
  if (isTextField(target) && !worksInText(event)) return null;
  if (isWidget(target) && ['Enter', ...movesCaret].includes(event.key)) return null;
  const inCode = target instanceof HTMLElement && target.closest('.cm-editor') !== null;
  if (inCode && movesCaret.includes(event.key)) return null;
  const inDialog =
    document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], .select__list') !== null;
  return inDialog ? null : actionOf(event);
}

/** Turns key presses anywhere in the window into actions. Open dialogs and menus keep theirs. */
export function useKeyboard(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const id = actionFor(event);
      if (id !== null && runAction(id)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
