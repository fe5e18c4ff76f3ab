import {
	type InterventionResult,
	interventionResultSchema,
} from "../../studies/interventions/intervention-result.ts";
import { checkAgainst } from "../files/check-against.ts";

/** The value as the result of an intervention study. Throws `data` with the file and the key if it is not one. */
export function checkInterventions(
	value: unknown,
	file: string,
): InterventionResult {
	return checkAgainst(interventionResultSchema, value, {
		file,
		what: "an intervention study's result",
		hint: "An intervention study writes report.json into its folder.",
	});
}
