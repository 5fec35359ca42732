/** Spaces in place of text, of the same length and with the same line ends. */
export const blank = (text: string): string => text.replaceAll(/[^\r\n]/g, ' ');
