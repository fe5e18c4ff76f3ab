import type { Likelihood, Responder } from "../responder.ts";
import type { Question, Unconditional } from "../task/question.ts";

/** Likelihoods of a question's options without the question, null if the task wants none; or why there are none. */
export type WithoutQuestion =
	| { readonly kind: "given"; readonly value: readonly Likelihood[] | null }
	| { readonly kind: "refused"; readonly reason: string };

/** Options that are read after one prompt at once. */
const atOnce = 16;

/** One prompt without a question, and all options that follow it in some question. */
interface Prefix {
	readonly question: Question;
	readonly unconditional: Unconditional;
	readonly texts: Set<string>;
}

type Measured = Likelihood | { readonly reason: string };

/** Measures options without their questions, each text once after each prompt, however many questions have it. */
export async function unconditionalScores(
	questions: readonly Question[],
	responder: Responder,
): Promise<(question: Question) => WithoutQuestion> {
	const prefixes = prefixesOf(questions);
	const parts = [...prefixes].flatMap(([key, prefix]) =>
		partsOf(prefix).map((question) => ({ key, question })),
	);
	const measured = new Map<string, Measured>();
	const asked = parts.map(({ question }) => question);
	if (asked.length > 0)
		for await (const reply of responder.choices(asked)) {
			const { key, question } = parts[reply.index] as (typeof parts)[number];
			for (const [i, text] of (question.choices?.texts ?? []).entries())
				measured.set(
					textKey(key, text),
					reply.kind === "given"
						? (reply.value[i] as Likelihood)
						: { reason: reply.reason },
				);
		}
	return (question) => lookUp(question, measured);
}

function prefixesOf(
	questions: readonly Question[],
): ReadonlyMap<string, Prefix> {
	const prefixes = new Map<string, Prefix>();
	for (const question of questions) {
		const { unconditional } = question;
		if (unconditional === null) continue;
		const key = prefixKey(question, unconditional);
		const prefix = prefixes.get(key) ?? {
			...{ question, unconditional },
			texts: new Set<string>(),
		};
		for (const text of unconditional.texts) prefix.texts.add(text);
		prefixes.set(key, prefix);
	}
	return prefixes;
}

/** The options of a prefix as questions of a choice, some at a time. */
function partsOf({ question, unconditional, texts }: Prefix): Question[] {
	const all = [...texts];
	const starts = all.flatMap((_, i) => (i % atOnce === 0 ? [i] : []));
	return starts.map((start) => {
		const some = all.slice(start, start + atOnce);
		return {
			...question,
			asked: unconditional.asked,
			...{ prompt: "", shown: null, expected: null, unconditional: null },
			choices: { texts: some, gold: 0, places: [...some.keys()] },
		};
	});
}

function lookUp(
	question: Question,
	measured: ReadonlyMap<string, Measured>,
): WithoutQuestion {
	const { unconditional } = question;
	if (unconditional === null) return { kind: "given", value: null };
	const key = prefixKey(question, unconditional);
	const value: Likelihood[] = [];
	for (const text of unconditional.texts) {
		const one = measured.get(textKey(key, text));
		if (one === undefined || "reason" in one)
			return {
				kind: "refused",
				reason: one?.reason ?? "its options were not measured without it",
			};
		value.push(one);
	}
	return { kind: "given", value };
}

function prefixKey({ row }: Question, { asked }: Unconditional): string {
	const { tools = null, functions = null } = row.value;
	return JSON.stringify([asked, tools, functions]);
}

function textKey(prefix: string, text: string): string {
	return JSON.stringify([prefix, text]);
}
