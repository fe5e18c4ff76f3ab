import { join } from "node:path";
import { checkObjectives } from "./check-objectives.ts";
import { checkTokens } from "./check-tokens.ts";
import type { EngineModel } from "./engine.ts";
import { type Line, leftOut, opened } from "./line.ts";
import { type RecordedCase, recordedNames } from "./recorded-case.ts";

/** Opens a checkpoint, with an adapter where one is named. */
export type OpenModel = (
	folder: string,
	adapter?: string,
) => Promise<EngineModel>;

/** Compares everything that was recorded of a case. Every recorded name gets a line, or shares one with its prefix. */
export async function* checkCase(
	recorded: RecordedCase,
	openModel: OpenModel,
): AsyncGenerator<Line> {
	const silent = new Set(recordedNames(recorded));
	for await (const line of linesOf(recorded, openModel)) {
		yield line;
		for (const name of silent)
			if (`${name}.`.startsWith(`${line.quantity}.`)) silent.delete(name);
		if (line.quantity === wholeCase) return;
	}
	for (const name of silent) yield leftOut(name, "not known to this script");
}

/** In place of a quantity where all of a case is refused. */
const wholeCase = "checkpoint";

async function* linesOf(
	recorded: RecordedCase,
	openModel: OpenModel,
): AsyncGenerator<Line> {
	const { folder, rows, rejected } = recorded;
	const policy = await opened(wholeCase, () => openModel(folder));
	if ("kind" in policy) {
		yield policy;
		return;
	}
	if (recordedNames(recorded).length === 0)
		yield leftOut(wholeCase, "nothing was recorded to compare with");
	yield* checkTokens(recorded, { prefix: "", model: policy });
	const reference = yield* openReference(recorded, openModel);
	const shared = {
		reference: reference && {
			chosen: await reference.logProbs(rows),
			rejected: await reference.logProbs(rejected),
		},
	};
	yield* checkObjectives(recorded, { scope: "", model: policy, ...shared });
	if (!recorded.hasAdapter) return;
	const adapter = join(folder, "adapter");
	const adapted = await opened("lora", () => openModel(folder, adapter));
	if ("kind" in adapted) {
		const names = recordedNames(recorded);
		for (const quantity of ["lora", "losses.lora", "trajectories.lora"])
			if (names.some((name) => name.startsWith(`${quantity}.`)))
				yield { ...adapted, quantity };
		return;
	}
	yield* checkTokens(recorded, { prefix: "lora.", model: adapted });
	yield* checkObjectives(recorded, {
		scope: "lora.",
		model: adapted,
		...shared,
	});
}

/** Compares the reference's own quantities and hands it on. */
async function* openReference(
	recorded: RecordedCase,
	openModel: OpenModel,
): AsyncGenerator<Line, EngineModel | null> {
	if (!recorded.hasReference) return null;
	const folder = join(recorded.folder, "reference");
	const reference = await opened("ref_logprobs", () => openModel(folder));
	if ("kind" in reference) {
		yield reference;
		return null;
	}
	yield* checkTokens(recorded, { prefix: "ref_", model: reference });
	return reference;
}
