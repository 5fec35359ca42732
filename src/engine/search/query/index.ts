export { namesOfLanguage, resolveLanguage } from './languages.ts';
export { withLiteral } from './literal.ts';
export { type Condition, type ConditionContext, qualifiedParts } from './conditions.ts';
export { type ConditionGroup, type ParsedQuery, parseQuery } from './parse-query.ts';
export { mostWords, type QueryKind, type QueryTerm, understand, type Understanding } from './understand.ts';
