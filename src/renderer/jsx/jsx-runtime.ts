// The one way from foreign text to the page. The compiler turns every `<element>` of the window into a call of these functions (the
// option jsxImportSource names this folder), so that what a repository says (names, paths, authors, subjects, lines of code) is made
// visible whoever draws it. Nothing that steers the direction of writing or hides reaches the page; see `visibleText`.
import { type ElementType, type Key, type ReactElement } from 'react';
import { Fragment, jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime';
import { visibleText, type VisibleOptions } from '../../shared/visible-text.ts';

export { Fragment };
export type { JSX } from 'react/jsx-runtime';

type Props = Readonly<Record<string, unknown>>;

/** Attributes that are shown or spoken. A tooltip may have several lines. */
const shownAttributes: Readonly<Record<string, VisibleOptions>> = {
  title: { lines: true },
  alt: {},
  placeholder: {},
  'aria-label': {},
  'aria-description': {},
  'aria-valuetext': {},
};

/** Values of `data-text`: what an element's own text is, where it is more than one line of words. */
const kinds: Readonly<Record<string, VisibleOptions>> = {
  /** A line of code: its tabs stay. */
  code: { tabs: true },
  /** Several lines. */
  lines: { tabs: true, lines: true },
};

export const jsx = (type: ElementType, props: Props, key?: Key): ReactElement => reactJsx(type, visible(props), key);
export const jsxs = (type: ElementType, props: Props, key?: Key): ReactElement => reactJsxs(type, visible(props), key);

/** The properties of an element with its texts made visible; `data-text="own"` is what the person types, which stays as it is. */
export function visible(props: Props): Props {
  const kind = props['data-text'];
  if (kind === 'own') return props;
  const options = typeof kind === 'string' ? (kinds[kind] ?? {}) : {};
  const changed: Record<string, unknown> = {};
  const { children } = props;
  if (typeof children === 'string') changed['children'] = visibleText(children, options);
  else if (Array.isArray(children)) changed['children'] = children.map((child) => visibleChild(child, options));
  for (const [name, its] of Object.entries(shownAttributes)) {
    const value = props[name];
    if (typeof value === 'string') changed[name] = visibleText(value, its);
  }
  return { ...props, ...changed };
}

const visibleChild = (child: unknown, options: VisibleOptions): unknown =>
  typeof child === 'string' ? visibleText(child, options) : child;
