import type { Diagnosis } from "../../../src/diagnose/change/diagnosis.ts";
import { wilson } from "../../../src/stats/share.ts";
import { markdown, show } from "../../show.ts";
import { type BuiltCause, causes } from "./causes.ts";

/** A tuning with a known cause, and what the diagnosis says. */
export interface Diagnosed {
	readonly id: string;
	readonly cause: BuiltCause;
	readonly diagnosis: Diagnosis;
}

const named = ({ diagnosis }: Diagnosed) => diagnosis.tuned[0]?.cause;

/** Built causes by named causes, as a Markdown table, and the share of them that is right. */
export function confusionTable(all: readonly Diagnosed[]): string {
	const found = [
		...new Set([...causes, ...all.map((one) => named(one) ?? "")]),
	];
	const rows = causes.map((cause) => {
		const own = all.filter((one) => one.cause === cause);
		const counts = found.map(
			(name) => own.filter((one) => named(one) === name).length,
		);
		return [cause, ...counts.map((count) => (count === 0 ? "" : `${count}`))];
	});
	const right = all.filter((one) => named(one) === one.cause).length;
	return [
		markdown([["built in", ...found], ...rows]),
		`${right} of ${all.length} are named: ${show(wilson(right, all.length))}.`,
	].join("\n\n");
}

const percent = (share: number | undefined) =>
	share === undefined ? "" : (100 * share).toFixed(0);

/** What was measured of each tuning. */
export function tuningTable(all: readonly Diagnosed[]): string {
	const rows = all.map(({ id, diagnosis }) => {
		const [tuned] = diagnosis.tuned;
		const share = (name: "learned" | "drawn-out" | "restyled" | "damaged") =>
			percent(tuned?.shares?.[name]?.value);
		return [
			...[id, tuned?.cause ?? ""],
			...[share("learned"), share("drawn-out")],
			...[share("restyled"), share("damaged")],
			tuned?.kl?.value.toFixed(3) ?? "",
		];
	});
	const head =
		"tuning | named | learned % | drawn out % | restyled % | damaged % | general KL";
	return markdown([head.split(" | "), ...rows]);
}
