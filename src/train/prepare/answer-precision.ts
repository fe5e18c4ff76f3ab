import { TemperError } from "../../core/error.ts";
import { onnxEngine } from "../../engine/onnx/graph-engine.ts";
import { openModel } from "../../formats/open-model.ts";
import type { Model } from "../../models/model.ts";
import type { DeviceOptions } from "../../runtime/device.ts";
import { largestRounding, roundingOf } from "./rounding.ts";
import { roundingRowsOf } from "./rounding-rows.ts";

/** How answers are computed. */
export interface AnswerPrecision {
	readonly precision: "float32" | "int8";
	/** The largest KL(float32 || int8) of the models in nats per token; null if it was not measured. */
	readonly kl: number | null;
	/** For people: what was settled and why; null if float32 was asked for or the device has nothing else. */
	readonly note: string | null;
}

export interface AnswerPrecisionOptions {
	/** What the user asked for; null to let the models decide. */
	readonly asked: "float32" | "int8" | null;
	readonly device: DeviceOptions;
}

/**
 * One precision for the answers of some models, so that they can be compared: int8 if all of them can be rotated and rounding
 * changes none of them by more than the bound, otherwise float32. Rounding is measured on the models without their adapters, once
 * per model. Throws `recipe` if int8 is asked for and a model cannot be rotated.
 */
export async function answerPrecision(
	folders: readonly string[],
	{ asked, device }: AnswerPrecisionOptions,
): Promise<AnswerPrecision> {
	if (asked === "float32" || (asked === null && device.device !== "cpu"))
		return { precision: "float32", kl: null, note: null };
	if (device.device !== "cpu") throw unavailable(`on ${device.device}`);
	let largest: number | null = null;
	for (const folder of new Set(folders)) {
		const { model } = await openModel(folder, { checkValues: false });
		const { family, rotation } = model.architecture;
		if (rotation === null) {
			if (asked === "int8") throw unavailable(`for the family ${family}`);
			return inFloat32(
				`int8 needs a model whose features can be rotated, and the layers of ${family} do not allow it`,
			);
		}
		const kl = await measured(folder, model, device);
		if (kl === null) {
			if (asked === "int8") continue;
			return inFloat32(
				"how much int8 changes this model was not measured, because no row of the general probe set fits its context window",
			);
		}
		if (asked === null && kl > largestRounding)
			return inFloat32(
				`int8 would change this model by ${nats(kl)} (KL from float32), which is above the limit of ${largestRounding}`,
				kl,
			);
		largest = Math.max(largest ?? 0, kl);
	}
	const distance =
		largest === null ? "" : `, which is ${nats(largest)} from float32 (KL)`;
	const note = `Answers are computed in int8${distance}. To compute them in float32, use --precision float32.`;
	return { precision: "int8", kl: largest, note };
}

function inFloat32(why: string, kl: number | null = null): AnswerPrecision {
	const note = `Answers are computed in float32, not in int8: ${why}.`;
	return { precision: "float32", kl, note };
}

function nats(kl: number): string {
	return `${kl.toPrecision(2)} nats per token`;
}

function unavailable(where: string): TemperError {
	return new TemperError("recipe", {
		where: "--precision",
		expected: `float32 ${where}`,
		found: "int8",
		hint: "int8 needs a CPU, and a family whose features can be rotated.",
	});
}

/** KL(float32 || int8) in nats per token on general rows; null if there are none. */
async function measured(
	folder: string,
	model: Model,
	device: DeviceOptions,
): Promise<number | null> {
	const rows = await roundingRowsOf(folder, model);
	if (rows.length === 0) return null;
	const measure = onnxEngine(device).measureRounding?.(model, "int8");
	if (!measure) return null;
	const how = { precision: "int8", measure: () => measure(rows) } as const;
	return (await roundingOf(folder, rows, how)).kl;
}
