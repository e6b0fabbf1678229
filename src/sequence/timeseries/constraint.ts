/**
 * What must hold in every row, or from row to row of a sequence. A constraint is written as a line of text, in the
 * schema as in messages:
 *
 *     High >= Low                                   two columns, or a column and a number; also <=
 *     total = paid + due                            a sum, exact to the last decimal
 *     meter never falls                             from row to row of a sequence
 *     balance follows amount                        balance = the balance of the row before + amount
 *     balance follows amount, minus where type is "debit", "fee"
 *
 * Names with other characters than letters, digits and _ stand in double quotes.
 */
import { z } from 'zod';

const orderSchema = z.strictObject({ kind: z.literal('order'), high: z.string(), low: z.string() });
const boundSchema = z.strictObject({
  kind: z.literal('bound'),
  column: z.string(),
  side: z.enum(['least', 'most']),
  value: z.number(),
});
const sumSchema = z.strictObject({
  kind: z.literal('sum'),
  total: z.string(),
  terms: z
    .array(z.strictObject({ column: z.string(), factor: z.union([z.literal(1), z.literal(-1)]) }))
    .min(1),
});
const growthSchema = z.strictObject({ kind: z.literal('growth'), column: z.string() });
const runningSchema = z.strictObject({
  kind: z.literal('running'),
  balance: z.string(),
  amount: z.string(),
  /** The texts of a column with which an amount is taken away. */
  minus: z.strictObject({ column: z.string(), texts: z.array(z.string()).min(1) }).optional(),
  /** The balance before the first row, where nearly all sequences share one. */
  opening: z.number().optional(),
});

export const constraintSchema = z.discriminatedUnion('kind', [
  orderSchema,
  boundSchema,
  sumSchema,
  growthSchema,
  runningSchema,
]);

export type Order = z.infer<typeof orderSchema>;
export type Running = z.infer<typeof runningSchema>;
export type Constraint = z.infer<typeof constraintSchema>;

export function columnsOf(constraint: Constraint): readonly string[] {
  switch (constraint.kind) {
    case 'order':
      return [constraint.high, constraint.low];
    case 'bound':
    case 'growth':
      return [constraint.column];
    case 'sum':
      return [constraint.total, ...constraint.terms.map(({ column }) => column)];
    case 'running':
      return [constraint.balance, constraint.amount, ...(constraint.minus ? [constraint.minus.column] : [])];
    default:
      return constraint satisfies never;
  }
}

const nameOf = (column: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column) ? column : JSON.stringify(column);

/** The line of a constraint; `parseConstraint` reads it. */
export function constraintText(constraint: Constraint): string {
  switch (constraint.kind) {
    case 'order':
      return `${nameOf(constraint.high)} >= ${nameOf(constraint.low)}`;
    case 'bound':
      return `${nameOf(constraint.column)} ${constraint.side === 'least' ? '>=' : '<='} ${constraint.value}`;
    case 'sum': {
      const terms = constraint.terms.map(
        ({ column, factor }, i) =>
          `${factor < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + '}${nameOf(column)}`,
      );
      return `${nameOf(constraint.total)} = ${terms.join('')}`;
    }
    case 'growth':
      return `${nameOf(constraint.column)} never falls`;
    case 'running': {
      const { balance, amount, minus } = constraint;
      const where = minus
        ? `, minus where ${nameOf(minus.column)} is ${minus.texts.map((text) => JSON.stringify(text)).join(', ')}`
        : '';
      return `${nameOf(balance)} follows ${nameOf(amount)}${where}`;
    }
    default:
      return constraint satisfies never;
  }
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(>=|<=|=|\+|-|,)|([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![\p{L}_])|([\p{L}_][\p{L}\p{N}_.]*))/uy;

type Token = { readonly kind: 'name' | 'sign' | 'number' | 'quoted'; readonly text: string };

/** The constraint of a line, or undefined where it is none. */
export function parseConstraint(line: string): Constraint | undefined {
  const tokens = tokensOf(line);
  if (tokens === undefined) return undefined;
  const [first, second, third] = tokens;
  if (!isName(first) || second === undefined) return undefined;
  const rest = tokens.slice(2);
  if (second.text === '>=' || second.text === '<=') return parseComparison(first.text, second.text, rest);
  if (second.text === '=') return parseSum(first.text, rest);
  if (second.text === 'never' && third?.text === 'falls' && tokens.length === 3)
    return { kind: 'growth', column: first.text };
  return second.text === 'follows' ? parseRunning(first.text, rest) : undefined;
}

const isName = (token: Token | undefined): token is Token =>
  token?.kind === 'name' || token?.kind === 'quoted';

function tokensOf(line: string): Token[] | undefined {
  const tokens: Token[] = [];
  const text = line.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, quoted, sign, number, name] = match;
    try {
      if (quoted !== undefined) tokens.push({ kind: 'quoted', text: JSON.parse(quoted) as string });
      else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
      else if (number !== undefined) tokens.push({ kind: 'number', text: number });
      else tokens.push({ kind: 'name', text: name! });
    } catch {
      return undefined; // an escape that JSON does not know
    }
  }
  return tokens;
}

function parseComparison(column: string, sign: string, rest: readonly Token[]): Constraint | undefined {
  const negated = rest.length === 2 && rest[0]!.text === '-' && rest[1]!.kind === 'number';
  const other = negated ? ({ kind: 'number', text: `-${rest[1]!.text}` } as const) : rest[0];
  if (other === undefined || rest.length !== (negated ? 2 : 1)) return undefined;
  if (other.kind === 'number')
    return { kind: 'bound', column, side: sign === '>=' ? 'least' : 'most', value: Number(other.text) };
  if (!isName(other) || other.text === column) return undefined;
  return sign === '>='
    ? { kind: 'order', high: column, low: other.text }
    : { kind: 'order', high: other.text, low: column };
}

function parseSum(total: string, rest: readonly Token[]): Constraint | undefined {
  const terms: { column: string; factor: 1 | -1 }[] = [];
  let factor: 1 | -1 | undefined = 1;
  for (const token of rest) {
    const isSign = token.text === '+' || token.text === '-';
    if (token.kind === 'sign' && isSign && (factor === undefined || terms.length === 0))
      factor = token.text === '-' ? -1 : 1;
    else if (isName(token) && factor !== undefined && token.text !== total) {
      terms.push({ column: token.text, factor });
      factor = undefined;
    } else return undefined;
  }
  return terms.length > 0 && factor === undefined ? { kind: 'sum', total, terms } : undefined;
}

function parseRunning(balance: string, rest: readonly Token[]): Constraint | undefined {
  const [amount, comma, minus, where, column, is, ...texts] = rest;
  if (!isName(amount) || amount.text === balance) return undefined;
  if (comma === undefined) return { kind: 'running', balance, amount: amount.text };
  const isClause =
    comma.text === ',' && minus?.text === 'minus' && where?.text === 'where' && is?.text === 'is';
  const isList =
    texts.length % 2 === 1 &&
    texts.every((token, i) => (i % 2 === 0 ? token.kind !== 'sign' : token.text === ','));
  if (!isClause || !isName(column) || !isList) return undefined;
  const taken = texts.filter((_, i) => i % 2 === 0).map(({ text }) => text);
  return { kind: 'running', balance, amount: amount.text, minus: { column: column.text, texts: taken } };
}
