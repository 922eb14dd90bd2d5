import { elements, type Tensor } from './tensor.ts';

/** One output of one layer. */
export type Value = { readonly layer: number; readonly port: number; readonly shape: readonly number[] };

type Attributes = Readonly<Record<string, string | number>>;

type Operation = {
  readonly type: string;
  readonly opset: number;
  readonly inputs: readonly Value[];
  /** The shape of the one output; absent for a `Result`. */
  readonly shape?: readonly number[];
  readonly data?: Attributes;
  readonly name?: string;
  readonly precision?: 'FP32' | 'I64';
};

/** A model in the making: its layers and edges as IR version 11 text, its constants as little-endian bytes. */
export type Graph = {
  readonly layers: string[];
  readonly edges: string[];
  readonly blobs: Uint8Array[];
  /** The float32 constants in the order in which the network meets them. */
  readonly tensors: Placed[];
  size: number;
};

/** Where a float32 constant lies in the bytes. */
export type Placed = { readonly offset: number; readonly shape: readonly number[] };

export function emptyGraph(): Graph {
  return { layers: [], edges: [], blobs: [], tensors: [], size: 0 };
}

/** Appends a layer with its edges and returns its output. Input ports are numbered before the output port. */
export function operation(graph: Graph, op: Operation): Value {
  const id = graph.layers.length;
  const port = op.inputs.length;
  const shape = op.shape ?? [];
  graph.layers.push(layerText(id, op));
  op.inputs.forEach((from, to) => {
    graph.edges.push(
      `<edge from-layer="${from.layer}" from-port="${from.port}" to-layer="${id}" to-port="${to}"/>`,
    );
  });
  return { layer: id, port, shape };
}

/** A float32 constant. */
export function constant(graph: Graph, tensor: Tensor): Value {
  const bytes = new Uint8Array(tensor.values.length * 4);
  const view = new DataView(bytes.buffer);
  tensor.values.forEach((value, at) => {
    view.setFloat32(at * 4, value, true);
  });
  graph.tensors.push({ offset: graph.size, shape: tensor.shape });
  return blob(graph, { bytes, type: 'f32', shape: tensor.shape });
}

/** A vector of 64-bit integers: target shapes, axes, orders. */
export function integers(graph: Graph, values: readonly number[]): Value {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, at) => {
    view.setBigInt64(at * 8, BigInt(value), true);
  });
  return blob(graph, { bytes, type: 'i64', shape: [values.length] });
}

type Blob = {
  readonly bytes: Uint8Array;
  readonly type: 'f32' | 'i64';
  readonly shape: readonly number[];
};

function blob(graph: Graph, { bytes, type, shape }: Blob): Value {
  const data = { element_type: type, shape: shape.join(', '), offset: graph.size, size: bytes.length };
  graph.blobs.push(bytes);
  graph.size += bytes.length;
  return operation(graph, {
    type: 'Const',
    opset: 1,
    inputs: [],
    shape,
    data,
    precision: type === 'i64' ? 'I64' : 'FP32',
  });
}

/** The finished model: IR text and the bytes of its constants. */
export function finish(graph: Graph, name: string): { xml: string; bin: Uint8Array } {
  const xml = [
    '<?xml version="1.0"?>',
    `<net name="${name}" version="11">`,
    '<layers>',
    ...graph.layers,
    '</layers>',
    '<edges>',
    ...graph.edges,
    '</edges>',
    '</net>',
    '',
  ].join('\n');
  return { xml, bin: Buffer.concat(graph.blobs) };
}

function layerText(id: number, op: Operation): string {
  const attributes = Object.entries(op.data ?? {}).map(([key, value]) => ` ${key}="${value}"`);
  const data = attributes.length === 0 ? '' : `<data${attributes.join('')}/>`;
  const inputs = op.inputs.map((value, port) => portText(port, value.shape));
  const output = op.shape === undefined ? [] : [portText(op.inputs.length, op.shape, op.precision ?? 'FP32')];
  return [
    `<layer id="${id}" name="${op.name ?? `${op.type}_${id}`}" type="${op.type}" version="opset${op.opset}">`,
    data,
    inputs.length === 0 ? '' : `<input>${inputs.join('')}</input>`,
    output.length === 0 ? '' : `<output>${output.join('')}</output>`,
    '</layer>',
  ].join('');
}

function portText(port: number, shape: readonly number[], precision?: string): string {
  const dimensions = shape.map((dimension) => `<dim>${dimension}</dim>`).join('');
  const type = precision === undefined ? '' : ` precision="${precision}"`;
  return elements(shape) === 0 ? '' : `<port id="${port}"${type}>${dimensions}</port>`;
}
