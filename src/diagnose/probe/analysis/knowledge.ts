import type {
	Knowledge,
	MethodView,
	ProbeMethod,
	ProbeReason,
} from "../probe-result.ts";
import type { JudgeSettings } from "./judge-settings.ts";

/** Probability corrected for guessing: 0 for a guess among so many options, 1 for certainty. */
export function aboveChance(probability: number, options: number): number {
	const chance = 1 / options;
	return (probability - chance) / (1 - chance);
}

/** Whether a wrong option is held as firmly as the right option of a known item. */
export function isConfidentWrong(
	{ probabilities, chosen }: MethodView,
	gold: number,
	{ knownFrom }: Pick<JudgeSettings, "knownFrom">,
): boolean {
	const p = probabilities[chosen] as number;
	return chosen !== gold && aboveChance(p, probabilities.length) >= knownFrom;
}

/** Whether an item is known, by the deciding method's view of it, and the reason that decided. */
function decide(
	view: MethodView,
	gold: number,
	settings: JudgeSettings,
): readonly [Knowledge, ProbeReason] {
	const { probabilities } = view;
	const held = aboveChance(probabilities[gold] as number, probabilities.length);
	if (held >= settings.knownFrom) return ["known", "confident-right"];
	if (isConfidentWrong(view, gold, settings))
		return ["unknown", "confident-wrong"];
	return held <= settings.unknownTo
		? ["unknown", "at-chance"]
		: ["unsure", "between-levels"];
}

/** Share of askings with the same choice, below which an item is called inconsistent. */
const consistentFrom = 0.75;

export interface Judging {
	readonly gold: number;
	readonly views: Readonly<Partial<Record<ProbeMethod, MethodView>>>;
	/** Has a view. */
	readonly method: ProbeMethod;
	/** Methods that are better than chance over all items: only their choices are compared. */
	readonly able: readonly ProbeMethod[];
}

/** What a model holds about an item. The first reason decides; the others describe how sure that is. */
export function judge(
	{ gold, views, method, able }: Judging,
	settings: JudgeSettings,
): { readonly knowledge: Knowledge; readonly reasons: readonly ProbeReason[] } {
	const view = views[method] as MethodView;
	const [knowledge, first] = decide(view, gold, settings);
	const reasons = [first];
	if (view.agreement < consistentFrom) reasons.push("inconsistent");
	const differs = able.some((one) => {
		const other = views[one];
		return other !== undefined && other.chosen !== view.chosen;
	});
	if (differs) reasons.push("methods-differ");
	return { knowledge, reasons };
}
