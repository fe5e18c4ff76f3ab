import { type Severity, severities } from "../../../audit/audit-result.ts";
import {
	type Entry,
	summaryContent,
	type Tile,
	type Tone,
} from "../../page/blocks/summary.ts";
import type { Content } from "../../page/report.ts";
import {
	findingMessage,
	findingRemedy,
} from "../findings/finding-sentences.ts";
import { type AuditView, rowsRead } from "../view/audit-view.ts";

/** Findings that the summary shows; the next section has all. */
const most = 8;

export const severityTones: Readonly<Record<Severity, Tone>> = {
	error: "bad",
	warning: "plain",
	note: "plain",
};

function tilesOf({ result, texts, numbers }: AuditView): Tile[] {
	const { summary } = texts;
	const rows = rowsRead({ result, texts, numbers });
	const grave = result.findings.filter(({ severity }) => severity !== "note");
	const affected = new Set(grave.flatMap((finding) => finding.rows)).size;
	const gravestFirst = severities.toReversed();
	return [
		{
			...{ name: summary.tiles.rows, figure: numbers.count(rows), unit: "" },
			note: summary.files(result.files.length),
		},
		{
			...{ name: summary.tiles.affected, figure: numbers.count(affected) },
			...{ unit: "", note: summary.affected },
		},
		...gravestFirst.map((severity) => ({
			name: summary.severity[severity],
			figure: numbers.count(
				result.findings.filter((one) => one.severity === severity).length,
			),
			...{ unit: "", note: "" },
		})),
	];
}

function foundText({ result, texts }: AuditView): string {
	const counted = severities.toReversed().flatMap((severity) => {
		const count = result.findings.filter(
			(one) => one.severity === severity,
		).length;
		return count === 0 ? [] : [texts.summary.severities[severity](count)];
	});
	return texts.list(counted);
}

/** What was found, whether that is a failure, and what to do about it. */
export function auditSummary(view: AuditView): Content {
	const { result, texts, numbers } = view;
	const { summary, space } = texts;
	const { findings, failed, settings, files } = result;
	const rows = summary.rows(numbers.count(rowsRead(view)));
	const isClean = findings.length === 0;
	const state = failed ? "failed" : isClean ? "clean" : "passed";
	const rest = findings.length - most;
	const items = findings.slice(0, most).map(
		(finding): Entry => ({
			lead: findingMessage(view, finding),
			chip: {
				tone: severityTones[finding.severity],
				text: summary.severity[finding.severity],
			},
			rest: [findingRemedy(view, finding)],
		}),
	);
	return summaryContent({
		label: summary.title,
		badge: { tone: failed ? "bad" : "good", text: summary.badge[state] },
		lead: isClean
			? summary.clean(rows)
			: summary.lead({ found: foundText(view), rows }),
		said: [
			settings.failOn === "never"
				? summary.neverFails
				: summary.failOn(summary.severity[settings.failOn]),
			summary.limits,
			...(rest > 0 ? [summary.more(numbers.count(rest))] : []),
		],
		tiles: tilesOf(view),
		entries: { title: summary.entries, items },
		steps: { title: summary.entries, items: [] },
		notes: {
			title: summary.notes,
			items: files.flatMap(({ path, stopped }) =>
				stopped ? [summary.stopped(path)] : [],
			),
		},
		space,
	});
}
