import { renderPieces } from "../../data/check/render-pieces.ts";
import type {
	At,
	ExplainedRow,
	Order,
	RunExplanation,
} from "../../explain/explanation.ts";
import type { Terminal } from "../terminal/terminal.ts";

export function showPlace(at: At, step: number): string {
	switch (at.kind) {
		case "start":
			return "at the start";
		case "end":
			return `at the end (step ${step})`;
		case "step":
			return `at step ${step}`;
		default:
			return at satisfies never;
	}
}

const titles: Readonly<Record<Order, string>> = {
	moved: "The answers that moved most, by |Δ/m|:",
	damped: "The answers with the smallest weights:",
	pushed: "The answers with the largest weights:",
};

function number(value: number): string {
	const size = Math.abs(value);
	if (size > 0 && size < 1e-3) return value.toExponential(1);
	return value.toFixed(size < 0.1 ? 3 : 2);
}

/** Shows how an objective weights the rows of a run. */
export function showWeights(found: RunExplanation, terminal: Terminal): void {
	const { objective, options, run, at, step, weights, round } = found;
	const settings = Object.entries(options)
		.filter(([, value]) => ["number", "boolean"].includes(typeof value))
		.map(([name, value]) => `${name} ${value}`);
	const named = [objective, ...settings].join(", ");
	const inRound = round === null ? "" : `, round ${round}`;
	terminal.line(
		`${terminal.paint("bold", run)}: ${named}; the policy ${showPlace(at, step)}${inRound}`,
	);
	const { answers, rows, trained } = found;
	const counted =
		answers === rows ? `${rows} rows` : `${rows} rows with ${answers} answers`;
	terminal.line(
		rows < trained ? `${counted}, of ${trained} that are trained on` : counted,
	);
	terminal.line(
		`weight: mean ${number(weights.mean)}, from ${number(weights.least)} to ${number(weights.most)}; 1 is the weight of a token in SFT on the same answers`,
	);
	const from =
		found.comparedWith === "reference"
			? "the reference"
			: "the start of the run";
	terminal.line(
		`Δ/m: mean ${number(found.meanMoved)} nats per token, measured from ${from}`,
	);
	if (found.order !== null) {
		terminal.line("");
		terminal.line(titles[found.order]);
		if (found.order === "moved" && at.kind === "start")
			terminal.line(
				"At the start nothing has moved yet, unless the reference is another model: use --at end, or --most pushed.",
			);
	}
	for (const row of found.shown) showRow(row, terminal);
	const names = legend(found.shown);
	if (names === "") return;
	terminal.line("");
	terminal.line(names);
}

/** What the objective's own numbers mean, of those that are shown. */
function legend(rows: readonly ExplainedRow[]): string {
	const has = (name: "rowWeight" | "tokenWeight" | "reward") =>
		rows.some((row) => row[name] !== null);
	const parts = [
		...(has("rowWeight")
			? ["a: what the objective multiplies the loss of the answer by"]
			: []),
		...(has("tokenWeight")
			? ["w: what it multiplies the loss of a token by, on average"]
			: []),
		...(has("reward")
			? ["reward: what the objective takes for the reward of the answer"]
			: []),
	];
	return parts.join("; ");
}

function showRow(row: ExplainedRow, terminal: Terminal): void {
	const side = row.side === null ? "" : `, ${row.side}`;
	terminal.line("");
	terminal.line(terminal.paint("bold", `${row.row}${side}`));
	const facts = [
		`weight ${number(row.weight)}`,
		...(row.rowWeight === null ? [] : [`a ${number(row.rowWeight)}`]),
		...(row.tokenWeight === null ? [] : [`w ${number(row.tokenWeight)}`]),
		...(row.reward === null ? [] : [`reward ${number(row.reward)}`]),
		`Δ/m ${number(row.moved)}`,
		`NLL ${number(row.nll)}`,
		`${row.length} tokens`,
	];
	terminal.line(facts.join(", "));
	terminal.line(renderPieces(row.tokens, { colour: terminal.colour }));
}
