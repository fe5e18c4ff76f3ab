import type { GenerationEvent } from "./generate.ts";
import type { EndReason } from "./growing-row.ts";

/** One finished row: its new tokens, a stop id included, and their text. */
export interface Generation {
	readonly ids: readonly number[];
	readonly text: string;
	readonly reason: EndReason;
}

/** Gathers the events of a whole generation, one result per prompt in the order of the prompts. */
export async function collect(
	events: AsyncIterable<GenerationEvent>,
): Promise<Generation[]> {
	const rows: { ids: number[]; text: string; reason: EndReason }[] = [];
	for await (const event of events) {
		rows[event.row] ??= { ids: [], text: "", reason: "interrupted" };
		const row = rows[event.row]!;
		row.text += event.text;
		if (event.kind === "token") row.ids.push(event.id);
		else row.reason = event.reason;
	}
	return rows;
}
