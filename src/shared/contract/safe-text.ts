import { z } from 'zod';

/**
 * A text of a request. All texts that the window sends are of this kind (lint holds it): without NUL, which ends a text for the
 * system and for git, and without halves of characters, which no file name and no index holds.
 */
export const safeText = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'holds a NUL or half a character');
