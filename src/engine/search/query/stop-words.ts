/** Words that carry no subject in a question about code; dropped unless a query has nothing else. */
const stopWords = new Set(
  `a an the this that these those it its of in on at by to from for with without within into onto over under as and or not
   nor but is are was were be been being do does did done can could may might must shall should will would has have had
   how what when where which who whom whose why there here then than so if i we you they he she them their our your my
   me us all any each every some such via per vs etc about between through during before after again both own same
   get gets got used uses use using work works working happen happens handled handles handle implemented implements
   implementation implement code function method class file files defined definition find show`.split(/\s+/),
);

const weak = new Set(
  `get gets got used uses use using work works working happen happens handled handles handle implemented implements
   implementation implement code function method class file files defined definition find show before after all any each
   every some own same between through during within without`.split(/\s+/),
);

/** True for words without a subject of their own, in English. */
export const isStopWord = (word: string): boolean => stopWords.has(word) && !weak.has(word);
/** True for words that often stand in a question about code without being what is looked for. */
export const isWeakWord = (word: string): boolean => weak.has(word);
