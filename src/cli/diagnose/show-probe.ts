import type {
	DemonstrationMark,
	ProbeMethod,
	ProbeMethodSummary,
	ProbeReason,
	ProbeResult,
} from "../../diagnose/probe/probe-result.ts";
import { knowledges } from "../../diagnose/probe/probe-result.ts";
import { showChange, showInterval } from "../../eval/compare/figures.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { renderFilled, renderTable } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { showCount, showNumber, showPercent } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import { adviceSentence } from "./probe-advice.ts";

/** Exclusions of a kind that are shown. */
const shownExclusions = 1;
/** Slices of a column that are shown. */
const shownSlices = 20;

const right = { align: "right" } as const;

export const methodNames: Readonly<Record<ProbeMethod, string>> = {
	letter: "letter",
	raw: "likelihood, sum over tokens",
	tokens: "likelihood per token",
	unconditional: "likelihood, relative to no question",
};

const reasonWords: Readonly<Record<ProbeReason, string>> = {
	"confident-right": "the right option is likely enough",
	"confident-wrong": "a wrong option is held with confidence",
	"at-chance": "the right option is hardly likelier than a guess",
	"between-levels":
		"the right option is likelier than a guess, but not certain",
	inconsistent: "the choice depends on wording or order",
	"methods-differ": "methods choose different options",
};

function share(estimate: Estimate): string {
	return showInterval(estimate, showPercent);
}

function points(estimate: Estimate): string {
	return `${showInterval(estimate, showChange("accuracy"))} points`;
}

function knowledgeTable({ items, shares }: ProbeResult): string[] {
	const rows = knowledges.map((knowledge) => {
		const inside = items.filter((item) => item.knowledge === knowledge);
		const counts = new Map<ProbeReason, number>();
		for (const { reasons } of inside)
			for (const reason of reasons)
				counts.set(reason, (counts.get(reason) ?? 0) + 1);
		const why = [...counts]
			.sort(([, a], [, b]) => b - a)
			.map(([reason, count]) => `${showCount(count)} ${reasonWords[reason]}`);
		return [
			knowledge,
			showCount(inside.length),
			share(shares[knowledge]),
			why.join("; "),
		];
	});
	return renderTable(
		[
			{ title: "" },
			{ title: "items", ...right },
			{ title: "share", ...right },
			{ title: "reasons" },
		],
		rows,
	);
}

function methodTable(
	{ methods, settings }: ProbeResult,
	width: number,
): string[] {
	const row = (one: ProbeMethodSummary) => [
		`${one.method === settings.method ? "* " : "  "}${methodNames[one.method]}`,
		share(one.accuracy),
		showPercent(one.chance),
		share(one.calibrationError),
		showNumber(Number(one.temperature.toPrecision(3))),
		one.inconsistent === null ? "" : share(one.inconsistent),
		one.positions === null
			? ""
			: one.positions.map(({ value }) => showPercent(value)).join(" "),
	];
	return renderFilled(
		[
			{ title: "  method (* decides)" },
			{ title: "right", ...right },
			{ title: "chance", ...right },
			{ title: "calibration error", ...right },
			{ title: "temperature", ...right },
			{ title: "choice varies", ...right },
			{ title: "choices by position" },
		],
		methods.map(row),
		width,
	);
}

function sliceTables({ slices }: ProbeResult, width: number): string[] {
	const columns = [...new Set(slices.map(({ column }) => column))];
	return columns.flatMap((column) => {
		const inside = slices.filter((slice) => slice.column === column);
		const rest = inside.length - shownSlices;
		const table = renderTable(
			[
				{ title: column },
				{ title: "items", ...right },
				{ title: "known", ...right },
				{ title: "unsure", ...right },
				{ title: "unknown", ...right },
				{ title: "right", ...right },
			],
			inside
				.slice(0, shownSlices)
				.map(({ value, items, known, unsure, unknown, accuracy }) => [
					value === "" ? "(empty)" : value,
					showCount(items),
					...[known, unsure, unknown, accuracy].map(share),
				]),
			width,
		);
		const more =
			rest > 0 ? [`and ${showCount(rest)} more values in probe.json`] : [];
		return ["", ...table, ...more];
	});
}

function demonstrationLines(
	marks: readonly DemonstrationMark[] | null,
): string[] {
	if (marks === null) return [];
	const count = (wanted: DemonstrationMark["mark"]) =>
		marks.filter(({ mark }) => mark === wanted);
	const confident = count("incompatible").filter(({ item }) =>
		item?.reasons.includes("confident-wrong"),
	);
	const unsure = marks.filter(({ item }) => item?.knowledge === "unsure");
	return [
		"",
		`As demonstrations: ${showCount(count("harmonious").length)} rows agree with the model's choice, ${showCount(count("incompatible").length)} contradict it (${showCount(confident.length)} of them a confident choice), ${showCount(count("not-testable").length)} cannot be tested; the model is unsure about ${showCount(unsure.length)}.`,
	];
}

function predictionLines({ prediction }: ProbeResult): string[] {
	const { zeroShot, drawOut, teach, gain, risk, retained } = prediction;
	return [
		"",
		"Expected effect of tuning on such rows, on the accuracy on these questions:",
		...(zeroShot === null
			? []
			: [`  without examples in the prompt now: ${share(zeroShot)}`]),
		`  drawn out by a few good examples: ${points(drawOut)}`,
		`  learned, if ${showPercent(retained.value)} of what is taught is retained (${retained.from}): ${points(teach)}`,
		`  both: ${points(gain)}`,
		`  risk: ${share(risk)} of the rows contradict a confident choice of the model`,
	];
}

function exclusionLines({ excluded }: ProbeResult): string[] {
	if (excluded.length === 0) return [];
	const kinds = [...new Set(excluded.map(({ kind }) => kind))];
	return [
		"",
		`Left out: ${showCount(excluded.length)} row${excluded.length === 1 ? "" : "s"}`,
		...kinds.flatMap((kind) => {
			const inside = excluded.filter((one) => one.kind === kind);
			return [
				`  ${kind}: ${showCount(inside.length)}`,
				...inside
					.slice(0, shownExclusions)
					.map(({ id, reason }) => `    ${id}: ${reason}`),
			];
		}),
	];
}

function headLines({ subject, settings, items, excluded }: ProbeResult) {
	const { shots, orders, method, distractors } = settings;
	const examples =
		shots === 0 ? "no examples" : `${shots} example${shots === 1 ? "" : "s"}`;
	return [
		`${subject.name}: ${showCount(items.length)} of ${showCount(items.length + excluded.length)} questions, asked with ${examples} in the prompt; lettered options in ${orders} order${orders === 1 ? "" : "s"}`,
		`Deciding method: ${methodNames[method]}`,
		...(distractors === null ? [] : [`Wrong options: ${distractors}`]),
	];
}

/** Prints what a probe found: what is known, how that was measured, what tuning would change and what to do. */
export function showProbe(result: ProbeResult, terminal: Terminal): void {
	const { columns: width } = terminal;
	const say = (line: string) => {
		for (const part of wrap(harmless(line), width, 4)) terminal.line(part);
	};
	for (const line of headLines(result)) say(line);
	say("");
	for (const line of knowledgeTable(result)) say(line);
	say(
		`Lucky guesses among the known: ${share(result.falseKnown)}, estimated from confident wrong choices`,
	);
	say("");
	for (const line of methodTable(result, width)) terminal.line(harmless(line));
	for (const line of sliceTables(result, width)) terminal.line(harmless(line));
	for (const line of demonstrationLines(result.demonstrations)) say(line);
	for (const line of predictionLines(result)) say(line);
	say("");
	terminal.line(terminal.paint("bold", "Advice"));
	for (const [i, one] of result.advice.entries())
		say(`  ${i + 1}. ${adviceSentence(one)}`);
	for (const note of result.notes) say(`note: ${note}`);
	for (const line of exclusionLines(result)) say(line);
}
