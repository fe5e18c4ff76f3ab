import { fileURLToPath } from "node:url";

/** Rows for the general probe, shipped with the package. */
export const generalProbePath = fileURLToPath(
	new URL("../../probes/general.jsonl", import.meta.url),
);
