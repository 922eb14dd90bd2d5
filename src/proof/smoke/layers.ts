import { constant, type Graph, integers, operation, type Value } from './graph.ts';
import { elements, type Tensor } from './tensor.ts';

/** The layers of the smoke network in OpenVINO's operation sets, none newer than opset13. */

export function convolution(graph: Graph, input: Value, kernel: Tensor, stride = 1): Value {
  const [outputs = 0, , size = 1] = kernel.shape;
  const [batch = 1, , height = 0, width = 0] = input.shape;
  const pad = (size - 1) / 2;
  return operation(graph, {
    type: 'Convolution',
    opset: 1,
    inputs: [input, constant(graph, kernel)],
    shape: [batch, outputs, height / stride, width / stride],
    data: {
      strides: `${stride}, ${stride}`,
      dilations: '1, 1',
      pads_begin: `${pad}, ${pad}`,
      pads_end: `${pad}, ${pad}`,
      auto_pad: 'explicit',
    },
  });
}

export function add(graph: Graph, left: Value, right: Value): Value {
  return elementwise(graph, 'Add', [left, right]);
}

export function scaled(graph: Graph, input: Value, by: Tensor): Value {
  return elementwise(graph, 'Multiply', [input, constant(graph, by)]);
}

function elementwise(graph: Graph, type: 'Add' | 'Multiply', inputs: readonly [Value, Value]): Value {
  return operation(graph, {
    type,
    opset: 1,
    inputs,
    shape: inputs[0].shape,
    data: { auto_broadcast: 'numpy' },
  });
}

export function swish(graph: Graph, input: Value): Value {
  return operation(graph, { type: 'Swish', opset: 4, inputs: [input], shape: input.shape });
}

/** `scale` and `shift`: one value a channel. */
export function groupNorm(
  graph: Graph,
  input: Value,
  by: { groups: number; scale: Tensor; shift: Tensor },
): Value {
  return operation(graph, {
    type: 'GroupNormalization',
    opset: 12,
    inputs: [input, constant(graph, by.scale), constant(graph, by.shift)],
    shape: input.shape,
    data: { num_groups: by.groups, epsilon: 1e-5 },
  });
}

/** Normalises over the last axis. */
export function layerNorm(graph: Graph, input: Value, by: { scale: Tensor; shift: Tensor }): Value {
  const normal = operation(graph, {
    type: 'MVN',
    opset: 6,
    inputs: [input, integers(graph, [-1])],
    shape: input.shape,
    data: { eps: 1e-5, eps_mode: 'INSIDE_SQRT', normalize_variance: 'true' },
  });
  return add(graph, scaled(graph, normal, by.scale), constant(graph, by.shift));
}

export function matmul(graph: Graph, left: Value, right: Value, transposeRight: 'true' | 'false'): Value {
  const columns = right.shape.at(transposeRight === 'true' ? -2 : -1) ?? 0;
  return operation(graph, {
    type: 'MatMul',
    opset: 1,
    inputs: [left, right],
    shape: [...left.shape.slice(0, -1), columns],
    data: { transpose_a: 'false', transpose_b: transposeRight },
  });
}

/** Over the last axis. */
export function softmax(graph: Graph, input: Value): Value {
  return operation(graph, {
    type: 'SoftMax',
    opset: 8,
    inputs: [input],
    shape: input.shape,
    data: { axis: -1 },
  });
}

export function reshape(graph: Graph, input: Value, shape: readonly number[]): Value {
  return operation(graph, {
    type: 'Reshape',
    opset: 1,
    inputs: [input, integers(graph, shape)],
    shape,
    data: { special_zero: 'false' },
  });
}

export function transpose(graph: Graph, input: Value, order: readonly number[]): Value {
  const shape = order.map((axis) => input.shape[axis] ?? 0);
  return operation(graph, { type: 'Transpose', opset: 1, inputs: [input, integers(graph, order)], shape });
}

/** Doubles height and width by repeating each value. */
export function doubled(graph: Graph, input: Value): Value {
  const [batch = 1, channels = 1, height = 0, width = 0] = input.shape;
  const size = [height * 2, width * 2];
  return operation(graph, {
    type: 'Interpolate',
    opset: 11,
    inputs: [input, integers(graph, size), integers(graph, [2, 3])],
    shape: [batch, channels, ...size],
    data: {
      mode: 'nearest',
      shape_calculation_mode: 'sizes',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
      antialias: 'false',
      pads_begin: '0, 0, 0, 0',
      pads_end: '0, 0, 0, 0',
      cube_coeff: -0.75,
    },
  });
}

export function parameter(graph: Graph, name: string, shape: readonly number[]): Value {
  const data = { shape: shape.join(','), element_type: 'f32' };
  return operation(graph, { type: 'Parameter', opset: 1, inputs: [], shape, data, name });
}

export function result(graph: Graph, input: Value): number {
  operation(graph, { type: 'Result', opset: 1, inputs: [input], name: 'sample' });
  return elements(input.shape);
}
