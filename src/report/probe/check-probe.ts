import {
	type ProbeResult,
	probeResultSchema,
} from "../../diagnose/probe/probe-result.ts";
import { checkAgainst } from "../files/check-against.ts";

/** The value as a probe's result. Throws `data` with the file and the key if it is not one. */
export function checkProbe(value: unknown, file: string): ProbeResult {
	return checkAgainst(probeResultSchema, value, {
		file,
		what: "a probe's result",
		hint: "A probe writes report.json into its folder.",
	});
}
