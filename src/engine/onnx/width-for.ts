import { frozenBytes } from "../../models/frozen-bytes.ts";
import type { Model } from "../../models/model.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import type { Backend } from "../../runtime/open-session.ts";
import { sessionsFor } from "../../runtime/threads/sessions-for.ts";

/** Each session also holds the activations of the rows that it computes, which can take more than small weights. */
const most = 2;

/** How many sessions compute micro-batches side by side; one if no weights are frozen. */
export function widthFor(
	passes: "forward" | "backward",
	{ architecture }: Model,
	{ tuning, precision }: Pick<GraphOptions, "tuning" | "precision">,
	backend: Backend,
): number {
	if (tuning.kind === "full") return 1;
	const bytes = frozenBytes(architecture, precision, passes);
	return sessionsFor(backend, { bytes, most });
}
