// The same for development, where React is told more about each element.
import { type ElementType, type Key, type ReactElement } from 'react';
import { jsxDEV as reactJsxDev, type JSXSource } from 'react/jsx-dev-runtime';
import { visible } from './jsx-runtime.ts';

export { Fragment } from './jsx-runtime.ts';
export type { JSX } from './jsx-runtime.ts';

// oxlint-disable-next-line max-params -- the compiler calls it so
export const jsxDEV = (
  type: ElementType,
  props: Readonly<Record<string, unknown>>,
  key: Key | undefined,
  isStatic: boolean,
  source?: JSXSource,
  self?: unknown,
): ReactElement => reactJsxDev(type, visible(props), key, isStatic, source, self);
