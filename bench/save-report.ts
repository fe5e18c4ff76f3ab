import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

interface Measured {
	readonly measurements: readonly {
		readonly versions: Readonly<Record<string, string>>;
	}[];
}

export interface ReportOptions<R extends Measured> {
	/** The folder and the name of the files, which end in `.json` and `.md`. */
	readonly out: string;
	readonly name: string;
	readonly threads: number;
	readonly versions: Readonly<Record<string, string>>;
	readonly results: readonly R[];
	/** The tables, in Markdown. */
	readonly tables: string;
}

/** Writes what a benchmark measured so far, as JSON and as Markdown with date, machine and versions. */
export function saveReport<R extends Measured>(
	options: ReportOptions<R>,
): void {
	const { out, name, threads, results, tables } = options;
	const machine = `${os.cpus()[0]?.model.trim()}, ${threads} threads, ${Math.round(os.totalmem() / 2 ** 30)} GB`;
	const versions: Record<string, string> = Object.assign(
		{ ...options.versions },
		...results.map(({ measurements }) => measurements[0]?.versions),
	);
	const report = { date: new Date().toISOString(), machine, versions, results };
	const named = Object.entries(versions).map(
		([program, version]) => `${program} ${version}`,
	);
	const heading = `${report.date.slice(0, 10)}; ${machine}; ${named.join(", ")}`;
	mkdirSync(out, { recursive: true });
	writeFileSync(
		path.join(out, `${name}.json`),
		`${JSON.stringify(report, null, "\t")}\n`,
	);
	writeFileSync(path.join(out, `${name}.md`), `${heading}\n\n${tables}`);
}
