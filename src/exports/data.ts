/**
 * From files of rows to packed micro-batches: read, tokenize, check, plan, pack.
 * @module
 */

// Read: rows of JSONL, JSON, CSV, TSV and Parquet files.
export { readRows } from "../formats/rows/read-rows.ts";
export type { Row } from "../formats/rows/row.ts";
export { plainRow } from "../formats/plain-row.ts";
export { ExactNumber } from "../formats/json/exact-number.ts";

// Tokenize: text to ids, conversations to text, rows to ids and masks.
export type { Tokenizer } from "../text/tokenizer/tokenizer.ts";
export { openTokenizer } from "../text/tokenizer/open-tokenizer.ts";
export { StreamDecoder } from "../text/tokenizer/stream-decoder.ts";
export type { Message } from "../text/message.ts";
export { type ChatTemplate, openTemplate } from "../text/template/template.ts";
export { type RowEncoder, rowEncoder } from "../text/row-encoder.ts";
export { encodeAsked } from "../text/prompt.ts";
export type { Wants } from "../text/columns/wanted.ts";

// Check: what is wrong with rows, and what they train on.
export { checkRows } from "../data/check/check-rows.ts";
export { type Piece, showRow } from "../data/check/show-row.ts";

// Batch: rows in an order that a seed decides, packed to micro-batches.
export { type ReadOptions, readGroups } from "../data/read-groups.ts";
export { type Example, type Group, supervisedCount } from "../data/example.ts";
export { createPlan, type Plan, type PlanOptions } from "../data/plan-step.ts";
export { type PackedRows, type PackOptions, packRows } from "../data/pack.ts";
