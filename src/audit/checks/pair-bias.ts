import { TemperError } from "../../core/error.ts";
import { evenOddsP } from "../../stats/paired/even-odds.ts";
import { wilson } from "../../stats/share.ts";
import { positionColumns, wasFirst } from "../bias/position.ts";
import type { AuditedRow } from "../rows/audited-row.ts";
import { wordCount } from "../words/terms.ts";
import {
	type Checked,
	checkedOf,
	counted,
	findingOf,
	type Hit,
	percent,
} from "./checked.ts";

/** A share this far from one half is worth a warning if chance does not explain it. */
const leastBias = 0.1;

interface Counted {
	readonly kind: "length-bias" | "position-bias";
	readonly tested: string;
	/** Rows of which the answer is yes, and those of which it is no. */
	readonly yes: readonly AuditedRow[];
	readonly no: readonly AuditedRow[];
	readonly message: (share: string, of: number) => string;
	readonly alpha: number;
	readonly examined: number;
	readonly skipped: { rows: number; reason: string } | null;
}

function biasOf(parts: Counted): Checked {
	const { kind, tested, yes, no, alpha, message, examined, skipped } = parts;
	const of = yes.length + no.length;
	const p = evenOddsP(yes.length, of);
	const share = of === 0 ? 0.5 : yes.length / of;
	const biased = p < alpha && Math.abs(share - 0.5) >= leastBias;
	const { low, high } = of === 0 ? { low: 0, high: 1 } : wilson(yes.length, of);
	const rows = (share > 0.5 ? yes : no).map(({ place }) => place);
	const shares = `${percent(share)} (95% interval ${percent(low)} to ${percent(high)})`;
	const finding = findingOf({
		...{ kind, severity: "warning", tested, rows },
		message: message(shares, of),
		hits: [] as Hit[],
	});
	const findings = biased ? [finding] : [];
	return checkedOf({ kind, tested, examined, skipped, findings });
}

export function checkLengthBias(
	rows: readonly AuditedRow[],
	alpha: number,
): Checked {
	const pairs = rows.filter(({ kind }) => kind === "pairs");
	const longer = (row: AuditedRow): number => {
		const [chosen = 0, rejected = 0] = row.answers.map(({ text }) =>
			wordCount(text),
		);
		return Math.sign(chosen - rejected);
	};
	const equal = pairs.filter((row) => longer(row) === 0).length;
	return biasOf({
		kind: "length-bias",
		tested: `whether the chosen answer has more words than the rejected one in other than half of the pairs: exact binomial test at ${alpha}, and a share at least ${leastBias * 100} points from 50%`,
		yes: pairs.filter((row) => longer(row) > 0),
		no: pairs.filter((row) => longer(row) < 0),
		message: (share, of) =>
			`The chosen answer is the longer one in ${share} of ${counted(of, "pair")}.`,
		...{ alpha, examined: pairs.length },
		skipped:
			equal === 0
				? null
				: { rows: equal, reason: "both answers have as many words" },
	});
}

/** The column with the position of the chosen answer. Throws `data` if a column is named that no pair has. */
export function positionColumnOf(
	rows: readonly AuditedRow[],
	named: string | null,
): string | null {
	const pairs = rows.filter(({ kind }) => kind === "pairs");
	const has = (column: string) =>
		pairs.some(({ columns }) => (columns[column] ?? null) !== null);
	if (named === null) return positionColumns.find(has) ?? null;
	if (has(named)) return named;
	throw new TemperError("data", {
		where: "--position",
		expected: "a column of the pairs",
		found: `${named}, which no pair has`,
	});
}

export function checkPositionBias(
	rows: readonly AuditedRow[],
	column: string | null,
	alpha: number,
): Checked {
	const pairs = rows.filter(({ kind }) => kind === "pairs");
	const values =
		column === null ? [] : pairs.map(({ columns }) => columns[column]);
	// Positions count from 1 if 2 occurs.
	const fromOne = values.some((value) => String(value) === "2");
	const answers = values.map((value) => wasFirst(value, fromOne));
	const unknown = pairs.length - answers.filter((one) => one !== null).length;
	return biasOf({
		kind: "position-bias",
		tested:
			column === null
				? "nothing: no column says in which position the chosen answer was judged (name it with --position)"
				: `whether the answer that was judged first, by the column ${column}, is chosen in other than half of the pairs: exact binomial test at ${alpha}, and a share at least ${leastBias * 100} points from 50%`,
		yes: pairs.filter((_, i) => answers[i] === true),
		no: pairs.filter((_, i) => answers[i] === false),
		message: (share, of) =>
			`The chosen answer was judged first in ${share} of ${counted(of, "pair")}.`,
		...{ alpha, examined: pairs.length - unknown },
		skipped:
			unknown === 0
				? null
				: {
						rows: unknown,
						reason: "the position of the chosen answer is not known",
					},
	});
}
