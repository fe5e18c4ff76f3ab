// Compares the package with what PyTorch, transformers and PEFT computed: npm run conformance -- FOLDER
import { basename } from "node:path";
import { checkCase } from "./conformance/check-case.ts";
import {
	failed,
	isMismatch,
	type Line,
	reasonOf,
	showLine,
} from "./conformance/line.ts";
import {
	findCases,
	readCase,
	recordedNames,
} from "./conformance/recorded-case.ts";

/** The lines of a case, and the width of the longest name in them. */
async function* linesOf(
	folder: string,
): AsyncGenerator<readonly [Line, number]> {
	let width = 0;
	try {
		const recorded = await readCase(folder);
		width = Math.max(...recordedNames(recorded).map((name) => name.length), 0);
		for await (const line of checkCase(recorded)) yield [line, width];
	} catch (error) {
		yield [failed("case", reasonOf(error)), width];
	}
}

/** Prints the lines of all cases and returns the exit status: 1 where anything differs. */
async function compareAll(folder: string): Promise<number> {
	const folders = await findCases(folder).catch(() => []);
	if (folders.length === 0) {
		console.error(
			`${folder}: expected a folder of cases, each with a config.json, found none`,
		);
		return 2;
	}
	const caseName = Math.max(...folders.map((path) => basename(path).length));
	const counts = { ok: 0, mismatches: 0, "left out": 0, refused: 0 };
	for (const path of folders) {
		for await (const [line, quantity] of linesOf(path)) {
			if (isMismatch(line)) counts.mismatches++;
			else if (line.kind === "left out" || line.kind === "refused")
				counts[line.kind]++;
			else counts.ok++;
			console.log(showLine(basename(path), line, { caseName, quantity }));
		}
	}
	const totals = Object.entries(counts).map(([what, n]) => `${n} ${what}`);
	console.log(`${folders.length} cases: ${totals.join(", ")}`);
	return counts.mismatches === 0 ? 0 : 1;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
	console.error("usage: npm run conformance -- FOLDER");
	process.exitCode = 2;
} else process.exitCode = await compareAll(folder);
