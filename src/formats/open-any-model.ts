import { join } from "node:path";
import { TemperError } from "../core/error.ts";
import { foreignModel } from "../models/foreign-architecture.ts";
import { matchModel } from "../models/model.ts";
import { openModelFiles } from "./model-files.ts";
import type { OpenedShape } from "./open-model.ts";

/**
 * Opens a model folder of any family, for who knows how to compute it: a model that ONNX Runtime would compute has all that
 * is known of its family, any other one what its config and the headers of its weights say. Reads no weights. Throws
 * `weights` for a folder that is no model.
 */
export async function openAnyModel(folder: string): Promise<OpenedShape> {
	const files = await openModelFiles(folder);
	const { config, tensors } = files;
	const where = join(folder, "config.json");
	try {
		return { files, model: matchModel(config, tensors, where) };
	} catch (error) {
		if (!(error instanceof TemperError)) throw error;
		return { files, model: foreignModel(config, tensors, where) };
	}
}
