/**
 * What every part shares: the error that everything throws, seeded random numbers, shapes and element types.
 * @module
 */

export { type ErrorCode, type ErrorParts, TemperError } from "../core/error.ts";

export { RandomStream } from "../core/random.ts";

export type { Dim, Shape } from "../core/shape.ts";
export type { DType, StoredDType, StoredTensor } from "../core/dtype.ts";
