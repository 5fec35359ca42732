/** Characters and lines of a file's head that are looked at. */
const headLength = 3000;
const headLines = 15;

const commentStart = /^\s*(?:\/\/|\/\*|\*|#|--|;|%|<!--|"""|'''|\(\*|\{-|\.\.\s|@?rem\b|')[\s/*#;%!<"'({=~+-]*/i;
/** In Markdown a `#` begins a heading and a `*` an item of a list: only HTML has comments there. */
const markdownComment = /^\s*(?:<!--|\[\/\/\]:\s*#)[\s(-]*/;
const alarm = /^(?:\W*(?:warning|attention|caution|important|notice|note|nb|n\.b\.)\b[\s:!.,-]*)+/i;

const tag =
  /^@generated\b|^(?:this|the) (?:file|code|module|source|class)(?: \S+){0,2}? (?:is|was|has been) @generated\b|^<auto-?generated/i;
const both = /\bdo not (?:edit|modify|change)\b.{0,80}\bgenerat|\bgenerated\b.{0,80}\bdo not (?:edit|modify|change)\b/i;
/** How a sentence begins that speaks of its own file. */
const speaksOfItself =
  /^(?:auto(?:matically|[-\s])?[-\s]?|machine[-\s])?generated\b|^(?:code|file|source)s? (?:\S+ )?(?:auto-?)?generated\b|^(?:this|the)(?: \S+){0,2}? (?:file|code|module|source|class|header|document|script|config\w*|list|table|package|parser|schema|manifest|page|client|library|bundle|makefile|workflow|declaration|stub|contents?)\S*(?: \S+){0,2}? (?:is|are|was|were|has been|have been)(?: \S+){0,2}? (?:auto-?)?generated\b|^(?:please,? )?do not (?:edit|modify|change)\b|^autogen\w*\b/i;
/** Advice about other files. */
const speaksOfOthers =
  /\bdo not (?:edit|modify|change) (?:(?:the|any|these|those|our|your|files?|code) )*(?:\w+ )?(?:auto-?)?generated (?:files?|code|sources?|outputs?|classes|docs?|content)\b|["'`“‘][^"'`”’]*(?:@generated|do not (?:edit|modify)|generated)/i;
const soft =
  /^(?:this (?:file|code) (?:is|was|has been) )?auto(?:matically )?-?\s?generated (?:by|from|file|code|with|using)\b/i;

/**
 * The line in which a file says that a program wrote it; null without one. Only comments at its head count that speak of the file itself:
 * code and prose about generated files mention the words too.
 */
export function generatedLine(path: string, text: string): string | null {
  const line = commentsAtHead(path, text).find(
    ({ words }) => tag.test(words) || (both.test(words) && speaksOfItself.test(words) && !speaksOfOthers.test(words)),
  );
  return line?.line.trim().slice(0, 120) ?? null;
}

/** As `generatedLine`, or says so without asking that nobody edits it. */
export const isSaidToBeGenerated = (path: string, text: string): boolean =>
  generatedLine(path, text) !== null || commentsAtHead(path, text).some(({ words }) => soft.test(words));

function commentsAtHead(path: string, text: string): { line: string; words: string }[] {
  const start = /\.(?:mdx?|markdown)$/i.test(path) ? markdownComment : commentStart;
  return text
    .slice(0, headLength)
    .split(/\r\n|\n|\r/, headLines)
    .flatMap((line) => {
      const marks = start.exec(line)?.[0];
      if (marks === undefined) return [];
      const rest = line.slice(marks.length);
      // C# has its mark in XML inside of a comment.
      const words = marks.includes('<') && /^auto-?generated/i.test(rest) ? `<${rest}` : rest;
      return [{ line, words: words.replace(alarm, '') }];
    });
}
