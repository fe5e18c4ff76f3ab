import { openModel } from "../../../formats/open-model.ts";
import type { Decoder } from "../../../generate/decoder.ts";
import { adapterTensors, openAdapter } from "../../../policy/open-adapter.ts";
import { Policy } from "../../../policy/policy.ts";
import type { MeasuredOptions, ModelParts } from "../../measured.ts";
import type { DecodersOptions, GraphParts } from "../graph-parts.ts";

/** A model with and without its adapter: one copy of the weights, and a cache for each. */
interface Opened {
	readonly tuned: Decoder;
	readonly base: Decoder;
	dispose(): Promise<void>;
}

/** What generates for a model, and for the one that it is compared with: opened when it is first asked for. */
export class Decoders {
	readonly #models: Pick<MeasuredOptions, "own" | "other">;
	readonly #parts: Pick<GraphParts, "decoders">;
	readonly #precision: DecodersOptions["precision"];
	#own: Promise<Opened> | null = null;
	#other: Promise<Opened> | null = null;

	constructor(
		models: Pick<MeasuredOptions, "own" | "other">,
		parts: Pick<GraphParts, "decoders">,
		precision: DecodersOptions["precision"],
	) {
		this.#models = models;
		this.#parts = parts;
		this.#precision = precision;
	}

	async own(): Promise<Decoder> {
		this.#own ??= this.#open(this.#models.own);
		return (await this.#own).tuned;
	}

	/** An adapter's own base holds its weights in common with it. */
	async other(): Promise<Decoder> {
		const { own, other } = this.#models;
		if (other === null) return this.own();
		const shared = other.adapter === null && own.model === other.model;
		if (own.adapter !== null && shared) {
			await this.own();
			return (await (this.#own as Promise<Opened>)).base;
		}
		this.#other ??= this.#open(other);
		return (await this.#other).tuned;
	}

	#open(model: ModelParts): Promise<Opened> {
		return open(model, this.#parts, this.#precision);
	}

	async dispose(): Promise<void> {
		const opened = [this.#own, this.#other];
		this.#own = null;
		this.#other = null;
		for (const one of opened) {
			// One that could not be opened has said so already.
			const found = await one?.catch(() => null);
			await found?.dispose();
		}
	}
}

async function open(
	{ model: folder, adapter: path }: ModelParts,
	parts: Pick<GraphParts, "decoders">,
	precision: DecodersOptions["precision"],
): Promise<Opened> {
	const { model } = await openModel(folder, { checkValues: true });
	const adapter =
		path === null ? null : await openAdapter(path, model.architecture);
	const decoders = await parts.decoders({
		...{ model, precision },
		tuning: adapter?.tuning ?? { kind: "none" },
	});
	const base = decoders.decoder(null);
	return {
		base,
		tuned: adapter
			? decoders.decoder(Policy.of(adapterTensors(adapter)))
			: base,
		dispose: () => decoders.dispose(),
	};
}
