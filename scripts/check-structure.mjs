// Holds the tree to its own rules: rooms import only what layers.json allows, nothing imports in a circle, and files and
// folders stay small. `node scripts/check-structure.mjs [ROOT]`; ROOT is another tree with a scripts/layers.json.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { decisionProblems } from "./decisions.mjs";
import { cyclesIn } from "./structure/cycles.mjs";
import { isFile, referencesOf, sourcesIn } from "./structure/imports.mjs";

const root = resolve(process.argv[2] ?? join(import.meta.dirname, ".."));
const { rooms, entries } = JSON.parse(
	readFileSync(join(root, "scripts", "layers.json"), "utf8"),
);
const order = Object.keys(rooms);
const longest = 400;
const mostly = 300;
const mostBesides = 25;
/** Lines of the step server in Python, all files together: loops and objectives belong to src/. */
const mostPython = 1185;
const problems = [];

const folders = [
	"src",
	"scripts",
	"examples",
	"bench",
	"test",
	"studies",
	"peers",
	"models/make",
];
const sources = folders.flatMap((folder) => sourcesIn(root, folder));
const textOf = new Map(
	sources.map((file) => [file, readFileSync(join(root, file), "utf8")]),
);

const roomOf = (file) =>
	file.split("/").length > 2 && file.startsWith("src/")
		? file.split("/")[1]
		: null;
const isTest = (file) =>
	file.endsWith(".test.ts") || file.includes("/testing/");

checkSizes();
checkPython();
checkRooms();
checkCycles();
problems.push(...decisionProblems(join(root, "docs", "decisions")));
for (const problem of problems) console.error(problem);
const lengths = [...textOf.values()].map(linesOf).sort((a, b) => a - b);
console.log(
	`structure: ${sources.length} files, median ${lengths[lengths.length >> 1]} lines, longest ${lengths.at(-1)}`,
);
process.exit(problems.length > 0 ? 1 : 0);

function linesOf(text) {
	return text.split("\n").length - 1;
}

function checkSizes() {
	const inFolder = new Map();
	let large = 0;
	for (const [file, text] of textOf) {
		const lines = linesOf(text);
		if (lines > mostly) large++;
		if (lines > longest)
			problems.push(`${file}: ${lines} lines, at most ${longest}`);
		const folder = dirname(file);
		inFolder.set(folder, (inFolder.get(folder) ?? 0) + 1);
	}
	for (const [folder, count] of inFolder)
		if (count > mostBesides)
			problems.push(`${folder}: ${count} files, at most ${mostBesides}`);
	if (large > sources.length / 10)
		problems.push(
			`${large} of ${sources.length} files have over ${mostly} lines, at most one in ten may`,
		);
}

function checkPython() {
	const folder = join("python", "temper_torch");
	if (!existsSync(join(root, folder))) return;
	const names = readdirSync(join(root, folder), { recursive: true });
	let all = 0;
	for (const name of names.filter((name) => name.endsWith(".py"))) {
		const lines = linesOf(readFileSync(join(root, folder, name), "utf8"));
		if (lines > longest)
			problems.push(`${folder}/${name}: ${lines} lines, at most ${longest}`);
		all += lines;
	}
	if (all > mostPython)
		problems.push(`${folder}: ${all} lines, at most ${mostPython}`);
}

function checkRooms() {
	for (const room of order)
		for (const other of rooms[room])
			if (!(order.indexOf(other) < order.indexOf(room)))
				problems.push(
					`layers.json: ${room} may import ${other}, which does not come before it`,
				);
	for (const [file, text] of textOf) {
		const room = roomOf(file);
		if (room === null) continue;
		if (!rooms[room]) {
			problems.push(`${file}: folder ${room} is not in layers.json`);
			continue;
		}
		for (const { kind, target } of referencesOf(root, file))
			checkReference(file, room, kind, target);
		if (isTest(file)) continue;
		const ends = room === "cli" || entries.includes(file);
		if (!ends && /process\.exit\b/.test(text))
			problems.push(`${file}: process.exit belongs to cli/ and to entries`);
		if (room !== "runtime" && /from "onnx/.test(text))
			problems.push(`${file}: only runtime/ knows ONNX Runtime`);
	}
}

function checkReference(file, room, kind, target) {
	const other = target.startsWith("src/") ? target.split("/")[1] : null;
	if (other === null || other === room || !rooms[other]) return;
	// A test may use any room that comes before its own.
	const allowed = isTest(file)
		? order.slice(0, order.indexOf(room))
		: rooms[room];
	if (!allowed.includes(other))
		problems.push(
			`${file}: ${kind} of ${target}, but layers.json does not let ${room} import ${other}`,
		);
}

function checkCycles() {
	const edges = new Map(
		sources
			.filter((file) => file.endsWith(".ts"))
			.map((file) => [
				file,
				referencesOf(root, file)
					.filter(({ kind }) => kind !== "URL")
					.map(({ target }) => target)
					.filter((target) => isFile(root, target)),
			]),
	);
	for (const cycle of cyclesIn(edges))
		problems.push(`imports run in a circle: ${cycle.join(", ")}`);
}
