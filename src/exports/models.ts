/**
 * Models on disk: load a folder, an adapter or a GGUF file, and save an adapter as PEFT reads it or a whole model as
 * transformers reads it.
 * @module
 */

// Load: configuration and weights of a model folder, and the architecture that they describe.
export {
	type OpenedModel,
	type OpenedShape,
	openModel,
} from "../formats/open-model.ts";
export { type ModelFiles, openModelFiles } from "../formats/model-files.ts";
export {
	computable,
	type Model,
	matchModel,
	readArchitecture,
	type ShapedModel,
} from "../models/model.ts";
export type {
	Architecture,
	LinearSpec,
	ModelShape,
} from "../models/architecture.ts";
export { importGguf } from "../formats/gguf/import-gguf.ts";
export { readTensor } from "../formats/safetensors/tensor-data.ts";

// Adapters and reward models, as PEFT stores them.
export type { Adapter, LoraModule } from "../formats/peft/adapter.ts";
export { readAdapter } from "../formats/peft/read-adapter.ts";
export {
	readRewardModel,
	type SavedRewardModel,
	writeRewardModel,
} from "../formats/peft/reward-model.ts";

// Save.
export { adapterOf } from "../policy/adapter-of.ts";
export { writeAdapter } from "../formats/peft/write-adapter.ts";
export {
	type Change,
	exportMerged,
	type NewValues,
} from "../formats/export-merged.ts";
export { writeSafetensors } from "../formats/safetensors/write-safetensors.ts";
