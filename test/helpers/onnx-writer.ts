/** A minimal writer of ONNX files (protobuf by hand), so that tests make their own models without Python. */

type Part = Uint8Array;

const utf8 = new TextEncoder();

function varint(value: number | bigint): Part {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

const concat = (parts: readonly Part[]): Part => Buffer.concat(parts);
const integer = (field: number, value: number | bigint): Part => concat([varint(field << 3), varint(value)]);
const bytes = (field: number, value: Part): Part => concat([varint((field << 3) | 2), varint(value.length), value]);
const text = (field: number, value: string): Part => bytes(field, utf8.encode(value));
const message = (field: number, ...parts: readonly Part[]): Part => bytes(field, concat(parts));

/** Element types of ONNX tensors. */
export const elementType = { float: 1, int64: 7 } as const;

export interface OnnxTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: number;
  /** A string names a free dimension. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxTensor[];
  readonly nodes: readonly OnnxNode[];
}

function encodeNode(node: OnnxNode): Part {
  return concat([
    ...node.inputs.map((name) => text(1, name)),
    text(2, node.output),
    text(4, node.operator),
    // AttributeProto: name, i, type INT (2).
    ...Object.entries(node.attributes ?? {}).map(([name, value]) =>
      message(5, text(1, name), integer(3, value), integer(20, 2)),
    ),
  ]);
}

function encodeTensor(tensor: OnnxTensor): Part {
  const type = tensor.data instanceof Float32Array ? elementType.float : elementType.int64;
  const raw = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  return concat([
    ...tensor.dimensions.map((n) => integer(1, n)),
    integer(2, type),
    text(8, tensor.name),
    bytes(9, raw),
  ]);
}

function encodeValue(value: OnnxValue): Part {
  const shape = value.shape.map((n) => message(1, typeof n === 'number' ? integer(1, n) : text(2, n)));
  return concat([text(1, value.name), message(2, message(1, integer(1, value.type), message(2, ...shape)))]);
}

/** The bytes of an ONNX model with operator set 17. */
export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  return concat([
    integer(1, 8),
    text(2, 'whence-tests'),
    message(
      7,
      ...graph.nodes.map((node) => bytes(1, encodeNode(node))),
      text(2, 'graph'),
      ...graph.initializers.map((tensor) => bytes(5, encodeTensor(tensor))),
      ...graph.inputs.map((value) => bytes(11, encodeValue(value))),
      ...graph.outputs.map((value) => bytes(12, encodeValue(value))),
    ),
    message(8, text(1, ''), integer(2, 17)),
  ]);
}
