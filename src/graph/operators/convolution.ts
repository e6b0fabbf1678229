/**
 * Convolution in one or two dimensions, and its transpose. With x [N, C, *S], w [O, C, *K], stride s, dilation d and
 * padding p on both sides:  y[n, o, t] = sum over c, k of w[o, c, k] x[n, c, t s + k d - p].
 *
 * Its gradients are convolutions again. dx is the transposed convolution of dy. dw swaps the roles of batch and
 * channel and of stride and dilation: the images [C, N, *S] under the kernels dy [O, N, *T].
 */
import { ints } from '../lowering.ts';
import {
  apply,
  type Operator,
  type Shape,
  ShapeError,
  sameShape,
  showType,
  sizeOf,
  type Tensor,
  type TensorType,
} from '../tensor.ts';
import { slice } from './indexing.ts';
import { forEachElement, transpose } from './shape.ts';

export interface ConvolutionOptions {
  readonly stride?: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding?: readonly number[];
}

interface ConvolutionAttributes extends Required<ConvolutionOptions> {}

interface TransposedAttributes extends ConvolutionAttributes {
  /** Spatial extents of the result: a strided convolution forgets some, so they are given. */
  readonly spatial: Shape;
}

const swapped = (x: Tensor): Tensor => transpose(x, [1, 0, ...x.shape.map((_, axis) => axis).slice(2)]);

/** At how many places along each axis a kernel fits into an image. */
function tapPlaces(image: Shape, kernel: Shape, { stride, dilation, padding }: ConvolutionAttributes): Shape {
  return image.map((extent, i) => {
    const reach = dilation[i]! * (kernel[i + 2]! - 1) + 1;
    return Math.floor((extent + 2 * padding[i]! - reach) / stride[i]!) + 1;
  });
}

function fits(x: TensorType, w: TensorType, { stride, dilation, padding }: ConvolutionAttributes): boolean {
  const rank = x.shape.length;
  const areFloats = x.dtype === 'float32' && w.dtype === 'float32';
  return (
    areFloats &&
    rank >= 3 &&
    w.shape.length === rank &&
    [stride, dilation, padding].every((list) => list.length === rank - 2 && list.every(Number.isInteger)) &&
    [...stride, ...dilation].every((n) => n >= 1) &&
    padding.every((n) => n >= 0)
  );
}

function describe(
  x: TensorType,
  w: TensorType,
  { stride, dilation, padding }: ConvolutionAttributes,
): string {
  return `${showType(x)} under kernels ${showType(w)} with stride [${stride}], dilation [${dilation}], padding [${padding}]`;
}

function crop(x: Tensor, spatial: Shape): Tensor {
  return spatial.reduce((cut, size, axis) => slice(cut, axis + 2, { size }), x);
}

/** dL/dw of a convolution from its images and the cotangent of its result. */
function kernelGradient(x: Tensor, dy: Tensor, kernel: Shape, attributes: ConvolutionAttributes): Tensor {
  const { stride, dilation, padding } = attributes;
  const wide = apply(convolutionOperator, [swapped(x), swapped(dy)], {
    stride: dilation,
    dilation: stride,
    padding,
  });
  return swapped(crop(wide, kernel));
}

export const convolutionOperator: Operator<ConvolutionAttributes> = {
  name: 'convolution',
  infer: ([x, w], attributes) => {
    const spatial = tapPlaces(x!.shape.slice(2), w!.shape, attributes);
    if (x!.shape[1] !== w!.shape[1] || !fits(x!, w!, attributes) || !spatial.every((extent) => extent >= 1)) {
      throw new ShapeError(`convolution: ${describe(x!, w!, attributes)}`);
    }
    return [{ shape: [x!.shape[0]!, w!.shape[0]!, ...spatial], dtype: x!.dtype }];
  },
  gradient: ({ inputs: [x, w], attributes, cotangents: [dy], needs }) => [
    needs[0]
      ? apply(transposedOperator, [dy!, w!], { ...attributes, spatial: x!.shape.slice(2) })
      : undefined,
    needs[1] ? kernelGradient(x!, dy!, w!.shape.slice(2), attributes) : undefined,
  ],
  lower: (lowering, node, inputs) => lowering.emit('Conv', inputs, onnxAttributes(node.attributes)),
  evaluate: ([x, w], attributes, node) => {
    const { shape } = node.outputs[0]!;
    const data = new Float64Array(sizeOf(shape));
    forEachTap(x!.shape, w!.shape, shape, attributes, (from, kernel, to) => {
      data[to]! += x!.data[from]! * w!.data[kernel]!;
    });
    return [{ shape, data }];
  },
};

/** The adjoint of a convolution: x [N, O, *T], w [O, C, *K] -> [N, C, *S]. */
export const transposedOperator: Operator<TransposedAttributes> = {
  name: 'transposedConvolution',
  infer: ([x, w], attributes) => {
    const { spatial } = attributes;
    const back = tapPlaces(spatial, w!.shape, attributes);
    if (x!.shape[1] !== w!.shape[0] || !fits(x!, w!, attributes) || !sameShape(back, x!.shape.slice(2))) {
      const made = `[${spatial.join(', ')}]`;
      throw new ShapeError(`transposedConvolution to ${made}: ${describe(x!, w!, attributes)}`);
    }
    return [{ shape: [x!.shape[0]!, w!.shape[1]!, ...spatial], dtype: x!.dtype }];
  },
  gradient: ({ inputs: [x, w], attributes, cotangents: [dy], needs }) => {
    const { stride, dilation, padding } = attributes;
    return [
      needs[0] ? apply(convolutionOperator, [dy!, w!], { stride, dilation, padding }) : undefined,
      needs[1] ? kernelGradient(dy!, x!, w!.shape.slice(2), attributes) : undefined,
    ];
  },
  lower: (lowering, node, inputs) => {
    const attributes = node.attributes as TransposedAttributes;
    const { stride, dilation, padding, spatial } = attributes;
    const [x, w] = node.inputs as [Tensor, Tensor];
    const extra = spatial.map((extent, i) => {
      const full = (x.shape[i + 2]! - 1) * stride[i]! + dilation[i]! * (w.shape[i + 2]! - 1) + 1;
      return extent - (full - 2 * padding[i]!);
    });
    return lowering.emit('ConvTranspose', inputs, {
      ...onnxAttributes(attributes),
      output_padding: ints(extra),
    });
  },
  evaluate: ([x, w], attributes, node) => {
    const { shape } = node.outputs[0]!;
    const data = new Float64Array(sizeOf(shape));
    forEachTap(shape, w!.shape, x!.shape, attributes, (to, kernel, from) => {
      data[to]! += x!.data[from]! * w!.data[kernel]!;
    });
    return [{ shape, data }];
  },
};

function onnxAttributes({ stride, dilation, padding }: ConvolutionAttributes) {
  return { strides: ints(stride), dilations: ints(dilation), pads: ints([...padding, ...padding]) };
}

/** Visits every product of a convolution with flat positions in image, kernel and result. */
function forEachTap(
  image: Shape,
  kernel: Shape,
  result: Shape,
  { stride, dilation, padding }: ConvolutionAttributes,
  visit: (image: number, kernel: number, result: number) => void,
): void {
  const [, channels] = kernel as [number, number];
  forEachElement(result, (to, [n, o, ...place]) => {
    forEachElement(kernel.slice(2), (tap, offsets) => {
      let position = 0;
      for (let i = 0; i < place.length; i++) {
        const at = place[i]! * stride[i]! + offsets[i]! * dilation[i]! - padding[i]!;
        if (at < 0 || at >= image[i + 2]!) return;
        position = position * image[i + 2]! + at;
      }
      const imageSize = sizeOf(image.slice(2));
      const kernelSize = sizeOf(kernel.slice(2));
      for (let c = 0; c < channels; c++) {
        visit((n! * channels + c) * imageSize + position, (o! * channels + c) * kernelSize + tap, to);
      }
    });
  });
}

function complete(x: Tensor, options: ConvolutionOptions): ConvolutionAttributes {
  const fill = (value: number) => x.shape.slice(2).map(() => value);
  const { stride = fill(1), dilation = fill(1), padding = fill(0) } = options;
  return { stride, dilation, padding };
}

/** x [N, C, *S] under kernels [O, C, *K] -> [N, O, *T]; one or two spatial axes. */
export function convolution(x: Tensor, kernels: Tensor, options: ConvolutionOptions = {}): Tensor {
  return apply(convolutionOperator, [x, kernels], complete(x, options));
}

/** x [N, O, *T] under kernels [O, C, *K] -> [N, C, *S] with S = (T - 1) s + d (K - 1) + 1 - 2p unless given. */
export function transposedConvolution(
  x: Tensor,
  kernels: Tensor,
  options: ConvolutionOptions & { readonly spatial?: Shape } = {},
): Tensor {
  const attributes = complete(x, options);
  const { stride, dilation, padding } = attributes;
  const natural = x.shape
    .slice(2)
    .map((t, i) => (t - 1) * stride[i]! + dilation[i]! * (kernels.shape[i + 2]! - 1) + 1 - 2 * padding[i]!);
  return apply(transposedOperator, [x, kernels], { ...attributes, spatial: options.spatial ?? natural });
}
