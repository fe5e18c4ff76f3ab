import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { TemperError } from "../../core/error.ts";
import type { Reward } from "../reward.ts";
import { extractJson } from "./extract-json.ts";

/** Unknown keywords are refused; what is only unusual is let pass. */
const options = {
	strict: false,
	strictSchema: true,
	strictNumbers: true,
	logger: false,
} as const;

/**
 * 1 if the completion, or its last fenced block, is JSON that fits the schema: draft 7 if its `$schema` says so,
 * else 2020-12. The patterns of a schema can take for ever: a recipe's runs in a thread. Throws `recipe`.
 */
export function fitsJsonSchema(
	schema: Readonly<Record<string, unknown>>,
): Reward {
	const draft7 = `${schema.$schema}`.includes("draft-07");
	const ajv = draft7 ? new Ajv(options) : new Ajv2020(options);
	formats.default(ajv);
	try {
		const fits = ajv.compile(schema);
		return ({ completion }) => {
			const found = extractJson(completion);
			return found !== null && fits(found.value) === true ? 1 : 0;
		};
	} catch (cause) {
		throw new TemperError("recipe", {
			where: "schema",
			expected: "a JSON schema, of draft 2020-12 or 7",
			found: (cause as Error).message,
			cause,
		});
	}
}
