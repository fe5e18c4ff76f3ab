import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { peersDir, runProgram, venvPython } from "../../setup/python.ts";
import {
	compareRow,
	matrixTemplate,
	matrixTokenizer,
	type Recorded,
	readMatrix,
} from "./compare.ts";

// Records again what transformers makes of the matrix, and compares; then the same on the templates that trl ships.

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const templates = here("families");
const golden = path.join(templates, "transformers.json");
const signs = {
	identical: "=",
	part: "p",
	refused: "r",
	error: "e",
	different: "DIFFERENT",
};

function record(out: string, args: readonly string[]): Recorded {
	runProgram(venvPython, [here("record.py"), "--out", out, ...args]);
	return JSON.parse(readFileSync(out, "utf8")) as Recorded;
}

/** Prints a table with a line per family; returns the number of cells that differ. */
function table({ versions, families }: Recorded): number {
	const matrix = readMatrix();
	console.log(JSON.stringify(versions));
	console.log(
		`| template | ${matrix.rows.map(({ name }) => name).join(" | ")} |`,
	);
	console.log(`| --- |${matrix.rows.map(() => " :-: |").join("")}`);
	const reasons: string[] = [];
	let different = 0;
	for (const [family, { names, rows, template, special }] of Object.entries(
		families,
	)) {
		const file = path.join(templates, `${family}.jinja`);
		const text = template ?? readFileSync(file, "utf8");
		const tokenizer = matrixTokenizer(
			special === undefined ? matrix : { ...matrix, special },
			names,
		);
		const parts = {
			matrix,
			tokenizer,
			template: matrixTemplate(text, matrix, names),
		};
		const cells = matrix.rows.map((row) => {
			const { kind, reason } = compareRow(row, rows[row.name] ?? {}, parts);
			if (kind === "different") different++;
			if (kind !== "identical")
				reasons.push(`${family}, ${row.name}: ${kind}: ${reason}`);
			return signs[kind];
		});
		console.log(`| ${family} | ${cells.join(" | ")} |`);
	}
	for (const reason of reasons) console.log(reason);
	console.log(`${different} differ`);
	return different;
}

const own = table(record(golden, ["--templates", templates]));
const shipped = path.join(peersDir, "trl-templates.json");
const others = table(record(shipped, ["--trl"]));
rmSync(shipped);
if (own + others > 0) process.exitCode = 1;
