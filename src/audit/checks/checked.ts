import type {
	Check,
	Evidence,
	Finding,
	FindingKind,
	RowPart,
	Severity,
} from "../audit-result.ts";
import { maskPersonal } from "../personal/find-personal.ts";
import type { AuditedRow } from "../rows/audited-row.ts";
import { aboutChecks } from "./about-checks.ts";
import { errsSentence, measuredRates } from "./measured-rates.ts";

/** What one check says. */
export interface Checked {
	readonly check: Check;
	readonly findings: readonly Finding[];
}

/** A place that a check found. */
export interface Hit {
	readonly place: string;
	readonly other?: string;
	readonly part: RowPart;
	/** As it is; it is masked and shortened here. */
	readonly text: string;
	readonly score?: number;
}

/** Places that a finding shows. */
const shown = 10;

/** One line of at most 200 characters, with personal data masked. */
export function snippet(text: string): string {
	// Masked before it is cut: half a number would not be recognised.
	const line = maskPersonal(text.slice(0, 2000)).replace(/\s+/g, " ").trim();
	const chars = [...line];
	return chars.length > 200 ? `${chars.slice(0, 199).join("")}…` : line;
}

interface FindingParts {
	readonly kind: FindingKind;
	/** What tells it from other findings of its kind. */
	readonly name?: string;
	readonly severity: Severity;
	readonly message: string;
	readonly tested: string;
	readonly hits: readonly Hit[];
	readonly remedy?: string;
	/** Rows that it concerns, if not those of the hits. */
	readonly rows?: readonly string[];
}

export function findingOf({
	kind,
	name,
	severity,
	message,
	tested,
	hits,
	remedy,
	rows = hits.map(({ place }) => place),
}: FindingParts): Finding {
	const unique = [...new Set(rows)];
	return {
		id: name === undefined ? kind : `${kind}/${name}`,
		...{ kind, severity, message },
		count: unique.length,
		rows: unique,
		evidence: hits.slice(0, shown).map(evidenceOf),
		tested,
		errs: errsSentence(kind),
		remedy: remedy ?? aboutChecks[kind].remedy,
	};
}

function evidenceOf({ place, other, part, text, score }: Hit): Evidence {
	return {
		...{ row: place, other: other ?? null, part },
		text: snippet(text),
		score: score === undefined ? null : Number(score.toPrecision(4)),
	};
}

interface CheckParts {
	readonly kind: FindingKind;
	readonly tested: string;
	readonly examined: number;
	readonly skipped?: Check["skipped"];
	readonly findings: readonly Finding[];
}

export function checkedOf(parts: CheckParts): Checked {
	const { kind, tested, examined, skipped, findings } = parts;
	const found = new Set(findings.flatMap(({ rows }) => rows)).size;
	const measured = measuredRates[kind];
	const check = { kind, tested, examined, skipped: skipped ?? null };
	return { check: { ...check, found, measured }, findings };
}

/** `1 row`, `3 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}

export function percent(share: number): string {
	const points = share * 100;
	return `${points >= 10 || points === 0 ? points.toFixed(0) : points.toFixed(1)}%`;
}

export type RowCheck = (rows: readonly AuditedRow[]) => Checked;
