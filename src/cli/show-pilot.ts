import { pilotNotes } from "../report/view/notes.ts";
import { reportView } from "../report/view/report-view.ts";
import type { Estimate } from "../runs/events.ts";
import type {
	ArmResult,
	Axis,
	PilotResult,
} from "../studies/pilot/pilot-result.ts";
import { renderFilled } from "./terminal/table.ts";
import { harmless, type Style, type Terminal } from "./terminal/terminal.ts";
import { showDuration, showKl, showNumber } from "./terminal/units.ts";
import { wrap } from "./terminal/wrap.ts";

const right = { align: "right" } as const;

function signed(value: number): string {
	const text = showNumber(Number(value.toPrecision(3)));
	return value > 0 ? `+${text}` : text;
}

/** `+0.12 ±0.08`: what an arm has less what the base has, and half of its 95% interval. */
function change(value: Estimate | null | undefined): string {
	if (!value) return "";
	const half = (value.high - value.low) / 2;
	return `${signed(value.value)} ±${showNumber(Number(half.toPrecision(2)))}`;
}

function heading({ name, better }: Axis): string {
	return better === "lower" ? `${name} ↓` : name;
}

function armRow(
	arm: ArmResult,
	columns: readonly Axis[],
	recommended: string | null,
): string[] {
	const finished = arm.runs.filter(({ state }) => state === "finished").length;
	return [
		arm.name === recommended ? `* ${arm.name}` : `  ${arm.name}`,
		String(arm.learningRate),
		String(finished),
		...columns.map(({ name, role }) => {
			if (role !== "deviation") return change(arm.gains[name]);
			const moved = arm.values[name];
			return moved ? showKl(moved.value) : "";
		}),
		arm.onFront ? "yes" : "",
	];
}

/** What the base has, for the row above the arms. */
function baseRow({ base }: PilotResult, columns: readonly Axis[]): string[] {
	const values = columns.map(({ name, role }) => {
		const value = base[name];
		return value && role !== "deviation" ? showNumber(value.value) : "";
	});
	return ["  base", "", "", ...values, ""];
}

/** Prints what a pilot comes to: a table of arms, then which one to go on with and why. */
export function showPilot(result: PilotResult, terminal: Terminal): void {
	const { axes, arms, recommended, verdict } = result;
	const columns = axes.filter(({ role }) => role !== "wording");
	terminal.line();
	const lines = renderFilled(
		[
			{ title: "  arm" },
			{ title: "rate", ...right },
			{ title: "seeds", ...right },
			...columns.map((axis) => ({ title: heading(axis), ...right })),
			{ title: "front" },
		],
		[
			baseRow(result, columns),
			...arms.map((arm) => armRow(arm, columns, recommended)),
		],
	);
	for (const line of lines) terminal.line(harmless(line));
	terminal.line();
	const say = (text: string, style: Style | null = null) => {
		for (const line of wrap(harmless(text), terminal.columns, 2))
			terminal.line(style === null ? line : terminal.paint(style, line));
	};
	say(
		"What each has less what the base has, ± half of the 95% interval over seeds and questions; ↓: less is better. Front: no other arm gains as much and moves as little.",
	);
	if (recommended === null)
		say(
			"Recommended: none. No arm on the front is better than the base for sure, with all kept that must stay.",
		);
	else
		say(
			`Recommended: ${recommended}, whose gain has the highest lower bound of the arms on the front that kept what must stay.`,
		);
	if (verdict !== null) say(verdictWords(verdict));
	for (const note of pilotNotes(reportView(result, "en")))
		say(`Note: ${note}`, "yellow");
	say(`${showDuration(result.seconds)} in all.`);
}

function verdictWords({
	ship,
	alpha,
	conditions,
}: NonNullable<PilotResult["verdict"]>): string {
	const level = `each at a level of ${showNumber(Number(alpha.toPrecision(3)))}, that of the gate divided by the number of arms`;
	if (ship) return `Verdict: it may ship; every condition holds, ${level}.`;
	const broken = conditions.filter(({ holds }) => !holds);
	const names = broken.map(({ axis }) => axis).join(", ");
	return `Verdict: not to be shipped yet; not shown for ${names}, ${level}.`;
}
