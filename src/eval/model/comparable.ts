import type { ModelParts } from "../../engine/measured.ts";
import { openAnyModel } from "../../formats/open-any-model.ts";
import { readAdapter } from "../../formats/peft/read-adapter.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { sameTokens } from "../../text/tokenizer/same-tokens.ts";

/**
 * Why the distance between two models cannot be measured, in a sentence; null if it can. Scores need none of this: answers
 * are compared as texts.
 */
export async function deviationObstacle(
	one: ModelParts,
	other: ModelParts,
): Promise<string | null> {
	const tokenizers = [
		await openTokenizer(one.model),
		await openTokenizer(other.model),
	] as const;
	if (!sameTokens(...tokenizers))
		return "KL and token shift are not measured between the two models, because their tokenizers differ. Scores are compared.";
	if ((await shapesOf(one.model)) !== (await shapesOf(other.model)))
		return "KL and token shift are not measured between the two models, because their weights have different shapes. Scores are compared.";
	for (const { adapter } of [one, other])
		if (adapter !== null && (await adaptsHead(adapter)))
			return `KL and token shift are not measured between the two models, because ${adapter} adapts the output head. Scores are compared.`;
	return null;
}

async function shapesOf(folder: string): Promise<string> {
	const { model } = await openAnyModel(folder);
	return [...model.tensors]
		.map(([name, { shape }]) => `${name} ${shape.join()}`)
		.sort()
		.join("\n");
}

async function adaptsHead(folder: string): Promise<boolean> {
	const { modules } = await readAdapter(folder);
	return modules.has("lm_head");
}
