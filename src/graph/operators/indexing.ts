/** Operators that cut, join and pick: slice and pad, split and concat, gather and scatterAdd are each other's gradients. */
import { int, text } from '../lowering.ts';
import {
  apply,
  makeNode,
  normalizeAxis,
  type Operator,
  ShapeError,
  sameShape,
  showType,
  sizeOf,
  stridesOf,
  type Tensor,
} from '../tensor.ts';
import { equal, select, zerosLike } from './arithmetic.ts';
import { forEachElement, reshape, transpose } from './shape.ts';
import { constant, scalar } from './source.ts';

interface SliceAttributes {
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  readonly steps: readonly number[];
}

/** Element [i, j, ...] of the result is x[start + i * step, ...]. */
export const sliceOperator: Operator<SliceAttributes> = {
  name: 'slice',
  infer: ([x], { starts, sizes, steps }) => {
    x!.shape.forEach((extent, axis) => {
      const last = starts[axis]! + (sizes[axis]! - 1) * steps[axis]!;
      const areWhole = [starts, sizes, steps].every((list) => Number.isInteger(list[axis]));
      if (!areWhole || starts[axis]! < 0 || sizes[axis]! < 1 || steps[axis]! < 1 || last >= extent) {
        throw new ShapeError(
          `slice: start ${starts[axis]}, size ${sizes[axis]}, step ${steps[axis]} leaves axis ${axis} of ${showType(x!)}`,
        );
      }
    });
    return [{ shape: sizes, dtype: x!.dtype }];
  },
  gradient: ({ inputs: [x], attributes: { starts, sizes, steps }, cotangents: [dy] }) => {
    const after = x!.shape.map(
      (extent, axis) => extent - starts[axis]! - ((sizes[axis]! - 1) * steps[axis]! + 1),
    );
    return [pad(dy!, { before: starts, after, between: steps.map((step) => step - 1) })];
  },
  lower: (lowering, node, [x]) => {
    const { starts, sizes, steps } = node.attributes as SliceAttributes;
    const shape = (node.inputs[0] as Tensor).shape;
    const axes = shape.flatMap((extent, axis) => (sizes[axis] === extent ? [] : [axis]));
    const list = (pick: (axis: number) => number) =>
      lowering.constant(axes.map(pick), [axes.length], 'int64');
    const end = (a: number) => starts[a]! + (sizes[a]! - 1) * steps[a]! + 1;
    return lowering.emit('Slice', [
      x!,
      list((a) => starts[a]!),
      list(end),
      list((a) => a),
      list((a) => steps[a]!),
    ]);
  },
  evaluate: ([x], { starts, sizes, steps }) => {
    const strides = stridesOf(x!.shape);
    const data = new Float64Array(sizeOf(sizes));
    forEachElement(sizes, (flat, coordinates) => {
      let from = 0;
      coordinates.forEach((c, axis) => {
        from += (starts[axis]! + c * steps[axis]!) * strides[axis]!;
      });
      data[flat] = x!.data[from]!;
    });
    return [{ shape: sizes, data }];
  },
};

export interface AxisRange {
  readonly start?: number;
  readonly size?: number;
  readonly step?: number;
}

/** Cuts `x` along one axis: `size` elements from `start`, every `step`-th. */
export function slice(x: Tensor, axis: number, { start = 0, step = 1, size }: AxisRange): Tensor {
  const at = normalizeAxis('slice', axis, x.shape.length);
  const taken = size ?? Math.ceil((x.shape[at]! - start) / step);
  const sizes = x.shape.map((extent, a) => (a === at ? taken : extent));
  if (sameShape(sizes, x.shape)) return x;
  const starts = x.shape.map((_, a) => (a === at ? start : 0));
  return apply(sliceOperator, [x], { starts, sizes, steps: x.shape.map((_, a) => (a === at ? step : 1)) });
}

export interface Padding {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Zeros put between neighbours along each axis (the gradient of a strided slice). */
  readonly between?: readonly number[];
}

export const padOperator: Operator<Required<Padding>> = {
  name: 'pad',
  infer: ([x], { before, after, between }) => {
    const rank = x!.shape.length;
    const isCount = (n: number) => Number.isInteger(n) && n >= 0;
    if ([before, after, between].some((list) => list.length !== rank || !list.every(isCount))) {
      throw new ShapeError(
        `pad: [${before}] before, [${after}] after, [${between}] between do not fit ${showType(x!)}`,
      );
    }
    return [
      { shape: x!.shape.map((n, a) => before[a]! + n + (n - 1) * between[a]! + after[a]!), dtype: x!.dtype },
    ];
  },
  gradient: ({ inputs: [x], attributes: { before, between }, cotangents: [dy] }) => [
    apply(sliceOperator, [dy!], { starts: before, sizes: x!.shape, steps: between.map((gap) => gap + 1) }),
  ],
  lower: (lowering, node, [x]) => {
    const { before, after, between } = node.attributes as Required<Padding>;
    let name = x!;
    let shape = [...(node.inputs[0] as Tensor).shape];
    between.forEach((gap, axis) => {
      // [n] -> [n, 1] -> [n, 1 + gap] -> [n (1 + gap)], then the last gap is cut by a negative pad below
      if (gap === 0) return;
      const spread = [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
      [name] = lowering.emit('Reshape', [name, lowering.constant(spread, [spread.length], 'int64')]) as [
        string,
      ];
      const pads = new Array<number>(2 * spread.length).fill(0);
      pads[spread.length + axis + 1] = gap;
      [name] = lowering.emit('Pad', [name, lowering.constant(pads, [pads.length], 'int64')]) as [string];
      shape = shape.map((n, a) => (a === axis ? n * (1 + gap) : n));
      [name] = lowering.emit('Reshape', [name, lowering.constant(shape, [shape.length], 'int64')]) as [
        string,
      ];
    });
    const pads = [...before, ...after.map((n, axis) => n - between[axis]!)];
    return lowering.emit('Pad', [name, lowering.constant(pads, [pads.length], 'int64')]);
  },
  evaluate: ([x], { before, after, between }) => {
    const shape = x!.shape.map((n, a) => before[a]! + n + (n - 1) * between[a]! + after[a]!);
    const strides = stridesOf(shape);
    const data = new Float64Array(sizeOf(shape));
    forEachElement(x!.shape, (flat, coordinates) => {
      let to = 0;
      coordinates.forEach((c, axis) => {
        to += (before[axis]! + c * (between[axis]! + 1)) * strides[axis]!;
      });
      data[to] = x!.data[flat]!;
    });
    return [{ shape, data }];
  },
};

/** Surrounds `x` with zeros (and, with `between`, spreads it). */
export function pad(x: Tensor, { before, after, between = x.shape.map(() => 0) }: Padding): Tensor {
  if ([...before, ...after, ...between].every((n) => n === 0)) return x;
  return apply(padOperator, [x], { before, after, between });
}

interface AxisAttributes {
  readonly axis: number;
}

export const concatOperator: Operator<AxisAttributes> = {
  name: 'concat',
  infer: (inputs, { axis }) => {
    const [first] = inputs;
    const rest = (shape: readonly number[]) => shape.filter((_, a) => a !== axis);
    if (inputs.some((x) => !sameShape(rest(x.shape), rest(first!.shape)) || x.dtype !== first!.dtype)) {
      throw new ShapeError(`concat: ${inputs.map(showType).join(', ')} do not join along axis ${axis}`);
    }
    const extent = inputs.reduce((total, x) => total + x.shape[axis]!, 0);
    return [{ shape: first!.shape.map((n, a) => (a === axis ? extent : n)), dtype: first!.dtype }];
  },
  gradient: ({ inputs, attributes: { axis }, cotangents: [dy], needs }) => {
    if (needs.filter(Boolean).length > 1) {
      return split(
        dy!,
        axis,
        inputs.map((x) => x.shape[axis]!),
      );
    }
    let start = 0;
    return inputs.map((x, i) => {
      const size = x.shape[axis]!;
      start += size;
      return needs[i] ? slice(dy!, axis, { start: start - size, size }) : undefined;
    });
  },
  lower: (lowering, node, inputs) => lowering.emit('Concat', inputs, { axis: int(node.attributes.axis) }),
  evaluate: (inputs, { axis }, node) => {
    const shape = node.outputs[0]!.shape;
    const data = new Float64Array(sizeOf(shape));
    const outer = sizeOf(shape.slice(0, axis));
    const width = sizeOf(shape.slice(axis));
    let offset = 0;
    for (const x of inputs) {
      const run = sizeOf(x.shape.slice(axis));
      for (let o = 0; o < outer; o++) data.set(x.data.subarray(o * run, (o + 1) * run), o * width + offset);
      offset += run;
    }
    return [{ shape, data }];
  },
};

export function concat(inputs: readonly Tensor[], axis: number): Tensor {
  if (inputs.length === 0) throw new ShapeError('concat: nothing to join');
  if (inputs.length === 1) return inputs[0]!;
  return apply(concatOperator, inputs, { axis: normalizeAxis('concat', axis, inputs[0]!.shape.length) });
}

/** Joins tensors of one shape along a new axis. */
export function stack(inputs: readonly Tensor[], axis = 0): Tensor {
  const shape = inputs[0]?.shape ?? [];
  if (inputs.length === 0 || inputs.some((x) => !sameShape(x.shape, shape))) {
    throw new ShapeError(`stack: [${inputs.map(showType).join(', ')}] are not tensors of one shape`);
  }
  const at = normalizeAxis('stack', axis, shape.length + 1);
  const spread = [...shape.slice(0, at), 1, ...shape.slice(at)];
  return concat(
    inputs.map((x) => reshape(x, spread)),
    at,
  );
}

interface SplitAttributes extends AxisAttributes {
  readonly sizes: readonly number[];
}

export const splitOperator: Operator<SplitAttributes> = {
  name: 'split',
  infer: ([x], { axis, sizes }) => {
    if (sizes.reduce((a, b) => a + b, 0) !== x!.shape[axis]) {
      throw new ShapeError(
        `split: sizes [${sizes.join(', ')}] do not add up to axis ${axis} of ${showType(x!)}`,
      );
    }
    return sizes.map((size) => ({ shape: x!.shape.map((n, a) => (a === axis ? size : n)), dtype: x!.dtype }));
  },
  gradient: ({ outputs, attributes: { axis }, cotangents }) => [
    concat(
      outputs.map((y, i) => cotangents[i] ?? zerosLike(y)),
      axis,
    ),
  ],
  lower: (lowering, node, [x]) => {
    const { axis, sizes } = node.attributes as SplitAttributes;
    const lengths = lowering.constant(sizes, [sizes.length], 'int64');
    return lowering.emit('Split', [x!, lengths], { axis: int(axis) }, sizes.length);
  },
  evaluate: ([x], { axis, sizes }, node) => {
    const width = sizeOf(x!.shape.slice(axis));
    const inner = sizeOf(x!.shape.slice(axis + 1));
    let offset = 0;
    return sizes.map((size, i) => {
      const shape = node.outputs[i]!.shape;
      const run = size * inner;
      const data = new Float64Array(sizeOf(shape));
      for (let o = 0; o * run < data.length; o++) {
        data.set(x!.data.subarray(o * width + offset, o * width + offset + run), o * run);
      }
      offset += run;
      return { shape, data };
    });
  },
};

/** Cuts `x` along one axis into parts of the given sizes. */
export function split(x: Tensor, axis: number, sizes: readonly number[]): readonly Tensor[] {
  const at = normalizeAxis('split', axis, x.shape.length);
  if (sizes.length === 1 && sizes[0] === x.shape[at]) return [x];
  return makeNode(splitOperator, [x], { axis: at, sizes }).outputs;
}

/** Rows of a table: x [N, ...rest], indices int32 [...I] -> [...I, ...rest]. */
export const gatherOperator: Operator<Record<never, never>> = {
  name: 'gather',
  infer: ([x, indices]) => {
    if (indices!.dtype !== 'int32')
      throw new ShapeError(`gather: indices are ${showType(indices!)}, not int32`);
    if (x!.shape.length === 0) throw new ShapeError(`gather: ${showType(x!)} has no rows`);
    return [{ shape: [...indices!.shape, ...x!.shape.slice(1)], dtype: x!.dtype }];
  },
  gradient: ({ inputs: [x, indices], cotangents: [dy] }) => [
    scatterAdd(indices!, dy!, x!.shape[0]!),
    undefined,
  ],
  lower: (lowering, _, inputs) => lowering.emit('Gather', inputs, { axis: int(0) }),
  evaluate: ([x, indices], _, node) => {
    const width = sizeOf(x!.shape.slice(1));
    const shape = node.outputs[0]!.shape;
    const data = new Float64Array(sizeOf(shape));
    indices!.data.forEach((row, i) => {
      checkRow('gather', row, x!.shape[0]!);
      data.set(x!.data.subarray(row * width, (row + 1) * width), i * width);
    });
    return [{ shape, data }];
  },
};

/** ONNX Runtime refuses such an index too, or counts a negative one from the end: neither is meant. */
function checkRow(name: string, row: number, rows: number): void {
  if (!(row >= 0 && row < rows)) throw new RangeError(`${name}: index ${row} of a table of ${rows} rows`);
}

/** Picks along one axis: [..., N, ...] and indices int32 [...I] -> [..., ...I, ...]. */
export function gather(x: Tensor, indices: Tensor, axis = 0): Tensor {
  if (axis === 0) return apply(gatherOperator, [x, indices], {});
  const at = normalizeAxis('gather', axis, x.shape.length);
  const rest = x.shape.flatMap((_, a) => (a === at ? [] : [a]));
  const rows = apply(gatherOperator, [transpose(x, [at, ...rest]), indices], {});
  // [...I, ...before, ...after] -> [...before, ...I, ...after]
  const [rank, count] = [rows.shape.length, indices.shape.length];
  const axes = [...Array(rank).keys()];
  return transpose(rows, [
    ...axes.slice(count, count + at),
    ...axes.slice(0, count),
    ...axes.slice(count + at),
  ]);
}

/** Adds rows into a zero table: indices int32 [...I], updates [...I, ...rest] -> [rows, ...rest]. */
export const scatterAddOperator: Operator<{ readonly rows: number }> = {
  name: 'scatterAdd',
  infer: ([indices, updates], { rows }) => {
    const rank = indices!.shape.length;
    const areTyped = indices!.dtype === 'int32' && updates!.dtype === 'float32';
    if (!areTyped || !sameShape(indices!.shape, updates!.shape.slice(0, rank))) {
      throw new ShapeError(
        `scatterAdd: ${showType(updates!)} are not rows for the indices ${showType(indices!)}`,
      );
    }
    return [{ shape: [rows, ...updates!.shape.slice(rank)], dtype: updates!.dtype }];
  },
  gradient: ({ inputs: [indices], cotangents: [dy] }) => [undefined, gather(dy!, indices!)],
  lower: (lowering, node, [indices, updates]) => {
    const index = node.inputs[0] as Tensor;
    const { shape } = node.outputs[0]!;
    // made when it runs: a large table of zeros is no part of the model
    const [table] = lowering.emit('ConstantOfShape', [lowering.constant(shape, [shape.length], 'int64')]);
    const at = lowering.constant([...index.shape, 1], [index.shape.length + 1], 'int64');
    const [wide] = lowering.emit('Cast', [indices!], { to: int(7) });
    const [column] = lowering.emit('Reshape', [wide!, at]);
    return lowering.emit('ScatterND', [table!, column!, updates!], { reduction: text('add') });
  },
  evaluate: ([indices, updates], _, node) => {
    const { shape } = node.outputs[0]!;
    const width = sizeOf(shape.slice(1));
    const data = new Float64Array(sizeOf(shape));
    indices!.data.forEach((row, i) => {
      checkRow('scatterAdd', row, shape[0]!);
      for (let j = 0; j < width; j++) data[row * width + j]! += updates!.data[i * width + j]!;
    });
    return [{ shape, data }];
  },
};

export const scatterAdd = (indices: Tensor, updates: Tensor, rows: number): Tensor =>
  apply(scatterAddOperator, [indices, updates], { rows });

/** Position of the largest element along the last axis, int32, the axis removed. */
export const argmaxOperator: Operator<Record<never, never>> = {
  name: 'argmax',
  infer: ([x]) => {
    if (x!.shape.length === 0) throw new ShapeError(`argmax: ${showType(x!)} has no rows`);
    return [{ shape: x!.shape.slice(0, -1), dtype: 'int32' }];
  },
  lower: (lowering, _, inputs) => {
    const [wide] = lowering.emit('ArgMax', inputs, { axis: int(-1), keepdims: int(0) });
    return lowering.emit('Cast', [wide!], { to: int(6) });
  },
  evaluate: ([x]) => {
    const width = x!.shape[x!.shape.length - 1]!;
    const data = new Float64Array(x!.data.length / width);
    for (let row = 0; row < data.length; row++) {
      const values = x!.data.subarray(row * width, (row + 1) * width);
      data[row] = values.indexOf(Math.max(...values));
    }
    return [{ shape: x!.shape.slice(0, -1), data }];
  },
};

export const argmax = (x: Tensor): Tensor => apply(argmaxOperator, [x], {});

/** Rows of the identity matrix: int32 [...I] -> float32 [...I, depth]; zeros for an index outside it. */
export function oneHot(indices: Tensor, depth: number): Tensor {
  const column = reshape(indices, [...indices.shape, 1]);
  return select(equal(column, constant([...Array(depth).keys()], [depth], 'int32')), scalar(1), 0);
}
