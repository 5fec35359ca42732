/** Token vectors of a run: `rows` × `width` × `dimensions`, with the mask of `rows` × `width`. */
export interface PoolingShape {
  readonly pooling: 'none' | 'mean' | 'cls';
  readonly mask: BigInt64Array;
  readonly rows: number;
  readonly width: number;
  readonly dimensions: number;
}

function normalize(vector: Float32Array): void {
  let sum = 0;
  for (const x of vector) sum += x * x;
  const length = Math.sqrt(sum);
  if (length > 0) for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) / length;
}

function addRow(into: Float32Array, data: Float32Array, start: number): void {
  for (let i = 0; i < into.length; i += 1) into[i] = (into[i] ?? 0) + (data[start + i] ?? 0);
}

/** One vector of unit length per row, from token vectors; `none` passes through what the model pooled itself. */
export function pool(data: Float32Array, shape: PoolingShape): Float32Array {
  if (shape.pooling === 'none') return data;
  const { rows, width, dimensions } = shape;
  const vectors = new Float32Array(rows * dimensions);
  for (let row = 0; row < rows; row += 1) {
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    const tokens = shape.pooling === 'cls' ? 1 : width;
    for (let token = 0; token < tokens; token += 1) {
      const at = row * width + token;
      if (shape.mask[at] !== 0n) addRow(vector, data, at * dimensions);
    }
    normalize(vector);
  }
  return vectors;
}
