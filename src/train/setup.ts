import type { GraphOptions } from "./graphs.ts";
import type { Prepared } from "./prepare.ts";
import type { DeviceOptions } from "./stepper.ts";

/** Bytes of logits that exist at once. */
const logitBytes = 48 * 2 ** 20;

/** How the graphs of a run are built. */
export function graphOptions({
	recipe,
	model,
	tuning,
	train,
	heldOut,
	general,
}: Prepared): GraphOptions {
	const { vocabSize } = model.architecture;
	const rows = [...train, ...heldOut, ...general];
	const length =
		rows.reduce((most, { ids }) => Math.max(most, ids.length), 1) + 1;
	const tokens = Math.max(recipe.batch.tokens, length);
	const chunks = Math.max(1, Math.ceil((4 * tokens * vocabSize) / logitBytes));
	const { precision, recompute } = recipe;
	const sharedPrompts = false;
	return { tuning, precision, recompute, length, chunks, sharedPrompts };
}

export function deviceOptions({ recipe }: Prepared): DeviceOptions {
	const { device } = recipe;
	return {
		device: device.kind,
		threads: device.kind === "cpu" ? device.threads : null,
	};
}
