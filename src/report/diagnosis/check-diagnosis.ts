import {
	type Diagnosis,
	diagnosisSchema,
} from "../../diagnose/change/diagnosis.ts";
import { checkAgainst } from "../files/check-against.ts";

/** The value as a diagnosis. Throws `data` with the file and the key if it is not one. */
export function checkDiagnosis(value: unknown, file: string): Diagnosis {
	return checkAgainst(diagnosisSchema, value, {
		file,
		what: "a diagnosis",
		hint: "A diagnosis writes report.json into its folder.",
	});
}
