/**
 * Attributes: what holds for a whole sequence. They are drawn one after another, each to suit those before it, by a
 * network that was shown any subset of them (m, 1 in the features of those it is told) and learned by likelihood to say
 * the shares of the levels of the others:
 *
 *     p(a_g = level | told) = softmax(f([m a, m]))_g,    loss = E sum_g (1 - m_g) (-log p(a_g | told)).
 *
 * So any of them may be given, and the rest is drawn to suit: the product of the shares along the order of drawing is
 * the joint distribution. In training m_g = [u_g < p] with p ~ U(0, 1) for each sequence. A number is one of at most 32
 * ranges that hold equally many sequences, and uniform within it; numbers of at most 32 values are those values.
 * A level is drawn as argmax(log p + e), e Gumbel, made from normal noise z by -log(-log Phi(z)): all noise of a
 * generator is of one kind.
 *
 * The sequences are made for attributes of real ones while they learn (iteration.ts). The first form drew attributes
 * against the critic (Lin et al. 2020, arXiv:1909.13403, DoppelGANger); docs/notes/0007-conditions.md has both measured.
 *
 * Sources: Uria, Murray and Larochelle 2014, arXiv:1310.1757, for one network that knows every order; Gumbel 1954 for
 * the draw by a maximum.
 *
 * Shapes: G groups, Fs features of all of them, K levels of all of them.
 */
import {
  add,
  argmax,
  clip,
  concat,
  constant,
  erf,
  expand,
  greater,
  log,
  logSoftmax,
  matmul,
  mean,
  multiply,
  negate,
  oneHot,
  relu,
  reshape,
  select,
  slice,
  subtract,
  sum,
  type Tensor,
} from '../graph/index.ts';
import { chain, dense, type ParameterSpecs, pointwise, type Scope } from '../nn/index.ts';
import { type Range, rangeBorders } from './attributeRanges.ts';
import { type FeatureGroup, groupWidth, sumOf } from './featureGroups.ts';

/** Attributes that are told, [B, Fs] as they lie in a sequence, and in which features, [B, Fs] of 1 and 0. */
export interface GivenAttributes {
  readonly values: Tensor;
  readonly flags: Tensor;
}

export interface Attributes {
  readonly parameters: ParameterSpecs;
  /** Fs. */
  readonly width: number;
  /** Values of noise for a sequence: one a level, and one a number. */
  readonly noise: number;
  /** G. */
  readonly groups: number;
  /** Noise [B, noise] to attributes [B, Fs], those that are given as they are. */
  draw(scope: Scope, noise: Tensor, given?: GivenAttributes): Tensor;
  /** Of real attributes [B, Fs]; `draws` are uniform, [B, 1 + G]. */
  loss(scope: Scope, values: Tensor, draws: Tensor): Tensor;
}

/** One attribute: its features, and how they are a level. */
interface Part {
  readonly start: number;
  readonly width: number;
  readonly levels: number;
  /** 1 in the place of the level [B, levels], and a uniform value [B, 1], to features [B, width]. */
  make(level: Tensor, uniform: Tensor): Tensor;
  /** Features to 1 in the place of the level. */
  find(features: Tensor): Tensor;
}

export function createAttributes(
  groups: readonly FeatureGroup[],
  ranges: readonly (readonly Range[])[],
  hidden: number,
): Attributes {
  const parts = partsOf(groups, ranges);
  const width = sumOf(groups, groupWidth);
  const levels = parts.reduce((total, part) => total + part.levels, 0);
  const network = chain({
    inner: dense({ inputs: 2 * width, outputs: hidden }),
    activation: pointwise(relu),
    outer: dense({ inputs: hidden, outputs: levels }),
  });
  const starts = parts.map((_, g) => parts.slice(0, g).reduce((total, part) => total + part.levels, 0));
  const own = (x: Tensor, { start, width: size }: Part) => slice(x, 1, { start, size });
  /** log p of each level of one attribute, [B, levels]. */
  const shares = (numbers: Tensor, g: number) =>
    logSoftmax(slice(numbers, 1, { start: starts[g]!, size: parts[g]!.levels }));

  return {
    parameters: network.parameters,
    width,
    noise: levels + parts.length,
    groups: parts.length,
    draw(scope, noise, given) {
      const batch = noise.shape[0]!;
      const uniform = clip(multiply(add(erf(multiply(noise, Math.SQRT1_2)), 1), 0.5), SMALLEST, 1 - SMALLEST);
      const gumbel = negate(log(negate(log(uniform))));
      const none = expand(constant([0], [1, 1]), [batch, width]);
      const flags = parts.map((part) => (given ? own(given.flags, part) : own(none, part)));
      const values = parts.map((part, g) =>
        given ? multiply(own(given.values, part), flags[g]!) : own(none, part),
      );
      parts.forEach((part, g) => {
        const numbers = network.apply(scope, concat([...values, ...flags], 1));
        const scores = add(shares(numbers, g), slice(gumbel, 1, { start: starts[g]!, size: part.levels }));
        const level = oneHot(argmax(scores), part.levels);
        const made = part.make(level, slice(uniform, 1, { start: levels + g, size: 1 }));
        values[g] = add(values[g]!, multiply(subtract(1, flags[g]!), made));
        flags[g] = expand(constant([1], [1, 1]), [batch, part.width]);
      });
      return concat(values, 1);
    },
    loss(scope, values, draws) {
      const [batch] = values.shape as [number, number];
      const chance = slice(draws, 1, { size: 1 });
      const told = parts.map((_, g) =>
        select(greater(chance, slice(draws, 1, { start: 1 + g, size: 1 })), 1, 0),
      );
      const mask = concat(
        parts.map((part, g) => expand(told[g]!, [batch, part.width])),
        1,
      );
      const numbers = network.apply(scope, concat([multiply(mask, values), mask], 1));
      const terms = parts.map((part, g) => {
        const missed = sum(multiply(part.find(own(values, part)), shares(numbers, g)), {
          axes: [1],
          keep: true,
        });
        return negate(mean(multiply(missed, subtract(1, told[g]!))));
      });
      return terms.reduce((a, b) => add(a, b));
    },
  };
}

/** Uniform values stay so far from 0 and 1, whose logarithms are not finite. */
const SMALLEST = 1e-6;

function partsOf(groups: readonly FeatureGroup[], ranges: readonly (readonly Range[])[]): readonly Part[] {
  const parts: Part[] = [];
  let [start, number] = [0, 0];
  const nextRanges = () => {
    const found = ranges[number++];
    if (!found) throw new Error('createAttributes: a number without its ranges (attributeRanges)');
    return found;
  };
  for (const group of groups) {
    switch (group.kind) {
      case 'number':
        for (let i = 0; i < group.width; i++) parts.push(numberPart(start + i, nextRanges()));
        break;
      case 'choice':
        parts.push({
          start,
          width: group.width,
          levels: group.width,
          make: (level) => level,
          find: (x) => x,
        });
        break;
      case 'special':
        parts.push(specialPart(start, nextRanges(), group.fills));
        break;
      case 'end':
        throw new Error('createAttributes: the end of a sequence is no attribute');
      default:
        group satisfies never;
    }
    start += groupWidth(group);
  }
  return parts;
}

function numberPart(start: number, ranges: readonly Range[]): Part {
  const levels = ranges.length;
  const low = constant(
    ranges.map(([from]) => from),
    [levels, 1],
  );
  const size = constant(
    ranges.map(([from, to]) => to - from),
    [levels, 1],
  );
  return {
    start,
    width: 1,
    levels,
    make: (level, uniform) => add(matmul(level, low), multiply(uniform, matmul(level, size))),
    find(x) {
      const [batch] = x.shape as [number, number];
      if (levels === 1) return expand(constant([1], [1, 1]), [batch, 1]);
      const borders = constant(rangeBorders(ranges), [1, levels - 1]);
      const shape = [batch, levels - 1];
      const above = select(greater(expand(x, shape), expand(borders, shape)), 1, 0);
      const all = expand(constant([1], [1, 1]), [batch, 1]);
      return subtract(concat([all, above], 1), concat([above, multiply(all, 0)], 1));
    },
  };
}

/** The last levels stand for the special cases of a number. */
function specialPart(start: number, ranges: readonly Range[], fills: readonly number[]): Part {
  const number = numberPart(start, ranges);
  const levels = number.levels + fills.length;
  return {
    start,
    width: 2 + fills.length,
    levels,
    make(level, uniform) {
      const own = slice(level, 1, { size: number.levels });
      const cases = slice(level, 1, { start: number.levels });
      const filled = matmul(cases, constant(fills, [fills.length, 1]));
      const usual = sum(own, { axes: [1], keep: true });
      return concat([add(number.make(own, uniform), filled), usual, cases], 1);
    },
    find(x) {
      const usual = slice(x, 1, { start: 1, size: 1 });
      const found = number.find(slice(x, 1, { size: 1 }));
      return concat([multiply(found, expand(usual, found.shape)), slice(x, 1, { start: 2 })], 1);
    },
  };
}

/** Of real sequences [T, B, F]: the features of attributes in their first steps, [B, Fs]. */
export function attributesOf(real: Tensor, start: number, width: number): Tensor {
  const [, batch, features] = real.shape as [number, number, number];
  return slice(reshape(slice(real, 0, { size: 1 }), [batch, features]), 1, { start, size: width });
}
