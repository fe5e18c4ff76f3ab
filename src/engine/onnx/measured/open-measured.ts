import { openModel } from "../../../formats/open-model.ts";
import { type Generate, generatingWith } from "../../../generate/generate.ts";
import type {
	ComparedModel,
	MeasuredModel,
	MeasuredOptions,
	ModelParts,
} from "../../measured.ts";
import type { DecodersOptions, GraphParts } from "../graph-parts.ts";
import { Decoders } from "./decoders.ts";
import { openComparison, openLikelihoods } from "./likelihoods.ts";
import { placesUnder } from "./places-under.ts";

type Parts = Pick<GraphParts, "decoders" | "scorer" | "heads" | "keepsScores">;

/**
 * A model that is computed in this process. It answers in the given precision, and likelihoods are float32. Each reader holds the weights once more, and what generates is kept until the end.
 * Throws `weights` for a folder that holds no whole model.
 */
export async function openMeasured(
	{ own, other, tokens }: MeasuredOptions,
	parts: Parts,
	answers: DecodersOptions["precision"],
): Promise<MeasuredModel> {
	const { model } = await openModel(own.model, { checkValues: false });
	const decoders = new Decoders({ own, other }, parts, answers);
	return {
		shape: model.architecture,
		generate: async (): Promise<Generate> =>
			generatingWith(await decoders.own()),
		// One that is compared with nothing is itself a base.
		likelihoods: (length) =>
			openLikelihoods(own, { parts, tokens, length }, other === null),
		compared: other && comparedWith(own, other, decoders, { parts, tokens }),
		dispose: () => decoders.dispose(),
	};
}

function comparedWith(
	own: ModelParts,
	other: ModelParts,
	decoders: Decoders,
	reading: { readonly parts: Parts; readonly tokens: number },
): ComparedModel {
	return {
		likelihoods: (length) => openComparison(own, other, { ...reading, length }),
		generate: async () => generatingWith(await decoders.other()),
		places: async (answers, rows) =>
			placesUnder(await decoders.other(), answers, rows),
	};
}
