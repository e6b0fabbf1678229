/**
 * A layer is a value: the parameters it needs and a pure function from them and its input to its output. Parameters
 * are a plain tree with dotted names (`generator.lstm.weight_ih_l0`); what a layer needs besides them (noise for
 * dropout, buffers such as a power-iteration vector) it asks of the scope it is applied in.
 */
import type { Shape, Tensor } from '../graph/index.ts';
import type { RandomStream } from '../random/stream.ts';

/** Fills a parameter at the start of training. */
export type Initializer = (shape: Shape, stream: RandomStream) => Float32Array;

export interface ParameterSpec {
  readonly shape: Shape;
  readonly initialize: Initializer;
  /** A buffer is state that training updates by other means than the optimiser. */
  readonly buffer?: boolean;
}

export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

/**
 * How recurrent layers are made. In 'layers' each is a loop, which can be differentiated. The other two are for running
 * forward: 'stack' is one loop for all layers and what follows them, the fastest for many sequences, and in 'operators'
 * each layer is one operator, the fastest for few (docs/notes/0009-sampling.md). All mean the same, and differ by rounding.
 */
export type Recurrence = 'layers' | 'stack' | 'operators';

export interface Scope {
  parameter(name: string): Tensor;
  /** Gives a buffer the value it has after this step. */
  update(name: string, next: Tensor): void;
  /** Uniform (0, 1) values that are drawn anew for every run. */
  uniform(name: string, shape: Shape): Tensor;
  /** False when sampling: dropout is off. */
  readonly isTraining: boolean;
  /** 'layers' when absent. */
  readonly recurrence?: Recurrence;
}

export interface Layer {
  readonly parameters: ParameterSpecs;
  apply(scope: Scope, x: Tensor): Tensor;
}

/** The same scope seen from inside a part: names gain a prefix. */
export function within(scope: Scope, prefix: string): Scope {
  return {
    ...scope,
    parameter: (name) => scope.parameter(`${prefix}.${name}`),
    update: (name, next) => scope.update(`${prefix}.${name}`, next),
    uniform: (name, shape) => scope.uniform(`${prefix}.${name}`, shape),
  };
}

export function prefixed(prefix: string, specs: ParameterSpecs): ParameterSpecs {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [`${prefix}.${name}`, spec]));
}

/** Layers one after another, each under its own name. */
export function chain(parts: Readonly<Record<string, Layer>>): Layer {
  const entries = Object.entries(parts);
  return {
    parameters: Object.assign({}, ...entries.map(([name, part]) => prefixed(name, part.parameters))),
    apply: (scope, x) => entries.reduce((y, [name, part]) => part.apply(within(scope, name), y), x),
  };
}

/** A layer without parameters. */
export function pointwise(map: (x: Tensor) => Tensor): Layer {
  return { parameters: {}, apply: (_, x) => map(x) };
}
