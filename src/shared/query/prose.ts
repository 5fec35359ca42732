/** Words that stand in sentences and messages, not in a handful of search words. */
const inSentences = new Set(
  `a an the is are was were be not no of in on at to from for with by and as it its this that has have had do does did can
   cannot can't could couldn't should would will won't isn't doesn't don't where how what which why who when if then than
   unable failed fails failure unknown undefined missing expected unexpected invalid error exception got found named called
   line module import require include use using`.split(/\s+/),
);

const punctuated = /[,.:;!?(){}=]$|^[#@({[]|^\p{P}+$/u;

/** Search words that someone typed beside each other at most; more of them are a sentence, or code. */
const mostSearchWords = 2;

/** Whether words that stand beside a quoted text make a sentence, a message or code of it, in which quotes are quotes. */
export const isProse = (words: readonly string[]): boolean =>
  words.length > mostSearchWords || words.some((word) => punctuated.test(word) || inSentences.has(word.toLowerCase()));

/** Text of several lines was copied from somewhere. */
export const hasSeveralLines = (query: string): boolean => /\S[^\S\r\n]*[\r\n]\s*\S/.test(query);
