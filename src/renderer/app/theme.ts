import { useEffect } from 'react';
import { useCall } from '../host/use-call.ts';

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

/** Puts theme and code font of the settings on the document, and follows the system where they say so. */
export function useTheme(): void {
  const settings = useCall('settings.get', {}).data;
  const theme = settings?.theme ?? 'system';
  const codeFont = settings?.codeFont ?? '';
  useEffect(() => {
    const apply = (): void => {
      const dark = theme === 'dark' || (theme === 'system' && systemDark.matches);
      document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    };
    apply();
    systemDark.addEventListener('change', apply);
    return () => systemDark.removeEventListener('change', apply);
  }, [theme]);
  useEffect(() => {
    const { style } = document.documentElement;
    if (codeFont === '') style.removeProperty('--font-code');
    else style.setProperty('--font-code', `${JSON.stringify(codeFont)}, var(--font-code-system)`);
  }, [codeFont]);
}
