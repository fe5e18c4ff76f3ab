// Holds the tree to its own rules: imports only point upwards in layers.json, and files stay small.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { decisionProblems } from "./decisions.mjs";

const layers = JSON.parse(
	readFileSync(new URL("layers.json", import.meta.url), "utf8"),
);
const root = resolve(import.meta.dirname ?? dirname(process.argv[1]), "..");
const longest = 500;
const mostly = 300;
/** The main module of a process that a study starts: besides the command line, the only one. */
const worker = "src/studies/jobs/worker.ts";
const problems = [];

function files(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return files(path);
		return /\.(ts|mjs|py)$/.test(entry.name) ? [path] : [];
	});
}

const sources = [
	"src",
	"scripts",
	"examples",
	"bench",
	"test",
	"studies",
	"peers",
	"models/make",
].flatMap((f) => files(join(root, f)));
const lengths = [];
for (const path of sources) {
	const name = relative(root, path);
	const text = readFileSync(path, "utf8");
	const lines = text.split("\n").length - 1;
	lengths.push(lines);
	if (lines > longest)
		problems.push(`${name}: ${lines} lines, at most ${longest}`);
	if (!name.startsWith("src/")) continue;
	const layer = name.split("/")[1];
	if (layer.endsWith(".ts")) continue;
	const rank = layers.indexOf(layer);
	if (rank < 0) problems.push(`${name}: folder ${layer} is not in layers.json`);
	for (const [, target] of text.matchAll(/from "(\.[^"]+)"/g)) {
		const folder = relative(root, resolve(dirname(path), target)).split("/")[1];
		if (layers.indexOf(folder) > rank)
			problems.push(
				`${name}: imports ${folder}, which lies below ${layer} in layers.json`,
			);
	}
	const tests = name.includes("/testing/");
	if (
		layer !== "cli" &&
		name !== worker &&
		!tests &&
		/process\.exit\b/.test(text)
	)
		problems.push(`${name}: process.exit belongs to cli/ and ${worker}`);
	const isTest = tests || name.endsWith(".test.ts");
	if (layer !== "runtime" && !isTest && /from "[^"]*onnx/.test(text))
		problems.push(`${name}: only runtime/ knows ONNX Runtime`);
}
const large = lengths.filter((n) => n > mostly).length;
if (large > lengths.length / 10)
	problems.push(
		`${large} of ${lengths.length} files have over ${mostly} lines, at most one in ten may`,
	);

problems.push(...decisionProblems(join(root, "docs", "decisions")));

for (const problem of problems) console.error(problem);
console.log(
	`structure: ${sources.length} files, median ${lengths.sort((a, b) => a - b)[lengths.length >> 1]} lines, longest ${lengths.at(-1)}`,
);
process.exit(problems.length > 0 ? 1 : 0);
