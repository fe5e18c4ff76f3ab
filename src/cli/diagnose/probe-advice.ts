import { presentations } from "../../diagnose/probe/analysis/assumptions.ts";
import type { ProbeAdvice } from "../../diagnose/probe/probe-result.ts";
import { showCount } from "../terminal/units.ts";

function countOf(items: number): string {
	return `${showCount(items)} item${items === 1 ? "" : "s"}`;
}

/** A piece of advice, with what it costs. */
export function adviceSentence(advice: ProbeAdvice): string {
	const items = countOf(advice.items);
	switch (advice.kind) {
		case "draw-out":
			return `Draw it out: the model knows ${items} that it does not answer without examples. About ${showCount(advice.rows)} good examples are expected to be enough, in the prompt or to train on.`;
		case "put-into-prompt":
			return `Put it into the prompt: ${items} are unknown. If the facts can stand in the prompt, no training is needed, and nothing that the model knows is lost.`;
		case "teach":
			return `Teach it: ${items} are unknown. Training needs about ${showCount(advice.rows)} rows, each fact ${presentations} times in different wordings, and rows of what must not be lost.`;
		case "nothing-to-gain":
			return `There is little to gain: the model knows ${items} and answers them without examples too.`;
		case "cannot-tell":
			return `The probe cannot tell: for ${items}, neither the right option nor a guess explains the model's choices. Ask more questions, in several wordings, or with other examples.`;
		default:
			return advice satisfies never;
	}
}
