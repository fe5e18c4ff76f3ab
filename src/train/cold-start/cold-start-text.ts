import type {
	ColdStartRemedy,
	ColdStartSign,
} from "../../runs/cold-start-measures.ts";
import type { ColdStartEvent } from "../../runs/events.ts";
import { coldStartLimits as limits } from "./find-signs.ts";

type Measures = Pick<ColdStartEvent, "answers" | "greedy">;

const show = (value: number) => value.toFixed(2);

const reasons: Readonly<Record<ColdStartSign, (of: Measures) => string>> = {
	excess: ({ answers: { excess } }) =>
		`they cost ${show(excess.value)} nats per token (95% interval ${show(excess.low)} to ${show(excess.high)}) more than the entropy of the policy's own predictions; for a policy fine-tuned on such answers this is near 0, and the limit is ${limits.excess}`,
	unlikely: ({ answers: { logProb } }) =>
		`their log-probability is ${show(logProb.value)} nats per token, below the limit of ${limits.logProb}`,
	"end-of-turn": ({ answers: { endP } }) =>
		`after them the policy ends its turn with a probability of ${show(endP ?? 0)}, below the limit of ${limits.endP}`,
	unfinished: ({ greedy }) =>
		`only ${greedy?.ended ?? 0} of the policy's own ${greedy?.prompts ?? 0} greedy answers end within ${greedy?.limit ?? 0} tokens, twice the length of the longest chosen answer`,
};

/** The warning: what was measured, and what to do. Null if nothing was found. */
export function coldStartText(
	measures: Measures,
	signs: readonly ColdStartSign[],
	remedy: ColdStartRemedy | null,
): string | null {
	if (remedy === null) return null;
	const { count } = measures.answers;
	const why = signs.map((sign) => reasons[sign](measures)).join("; ");
	return `Cold start: the policy does not look fine-tuned on answers like the preferred ones. Of ${count} of them in the training rows: ${why}. ${remedyText(remedy)}`;
}

function remedyText({ demonstrations, sftTerm, sftWeight }: ColdStartRemedy) {
	const rows = `${demonstrations.toLocaleString("en")} ${demonstrations === 1 ? "demonstration" : "demonstrations"}`;
	const first = `fine-tune on about ${rows} first (objective: sft), a tenth of the prompts; in arXiv 2502.11284 less than that recovered most of what a cold start loses`;
	if (sftWeight > 0)
		return `The SFT term of this objective (weight ${sftWeight}) also trains the preferred answers, which helps. If the result is poor, ${first}.`;
	return sftTerm === null
		? `Remedy: ${first}.`
		: `Remedy: ${first}. Or add an SFT term to the loss: ${sftTerm}.`;
}
