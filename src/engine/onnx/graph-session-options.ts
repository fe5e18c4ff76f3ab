import { computable, type Model } from "../../models/model.ts";
import type { OpenedAdapter } from "../../policy/open-adapter.ts";
import type { SessionOptions } from "../engine.ts";

/** The options of a session, with models of which graphs can be built. */
export interface GraphSessionOptions
	extends Omit<SessionOptions, "model" | "base" | "reference"> {
	readonly model: Model;
	/** The same object as the model if the two are one. */
	readonly base: Model;
	readonly reference: {
		readonly model: Model;
		readonly adapter: OpenedAdapter | null;
	} | null;
}

/** Throws `weights` for a family of which no graph can be built. */
export function graphSessionOptions(
	options: SessionOptions,
): GraphSessionOptions {
	const { model, base, reference } = options;
	return {
		...options,
		model: computable(model.model),
		base: computable(base.model),
		reference: reference && {
			adapter: reference.adapter,
			model: computable(reference.model),
		},
	};
}
