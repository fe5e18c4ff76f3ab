// Packs, installs the package into an empty project as a user would, and runs its command and a program there.
// Public checkers look at its types and subpaths. Needs the package registry, and nothing else of the network. Prints
// what it measured; fails on any warning of npm.
import { spawnSync } from "node:child_process";
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkLinks } from "./broken-links.mjs";
import { checkSubpaths } from "./check-subpaths.mjs";

const root = join(import.meta.dirname, "..", "..");
const work = mkdtempSync(join(tmpdir(), "temper-consumer-"));
/** Not dependencies of the project: they bring a TypeScript of their own, and only this command needs them. */
const checkers = ["publint@0.3.25", "@arethetypeswrong/cli@0.18.5"];
const carried = join("node_modules", "temper-lm", "vendor", "onnxruntime-node");
const platforms = [
	["linux", "x64"],
	["linux", "arm64"],
	["darwin", "arm64"],
	["win32", "x64"],
	["win32", "arm64"],
];

function run(cwd, program, ...args) {
	const { status, stdout, stderr } = spawnSync(program, args, {
		cwd,
		encoding: "utf8",
		shell: process.platform === "win32",
		maxBuffer: 1 << 28,
	});
	if (status !== 0) {
		console.error(`${program} ${args.join(" ")}\n${stdout}${stderr}`);
		throw new Error(`exit status ${status}`);
	}
	return { stdout, stderr };
}

/** An empty project with the package installed, for this platform or as for another one. */
function install(name, ...flags) {
	const project = join(work, name);
	mkdirSync(project);
	writeFileSync(
		join(project, "package.json"),
		`{ "name": "${name}", "private": true, "type": "module" }\n`,
	);
	const { stdout, stderr } = run(project, "npm", "install", tarball, ...flags);
	const warnings = `${stdout}${stderr}`
		.split("\n")
		.filter((line) => /warn|error/i.test(line) && !/user config/.test(line));
	if (warnings.length > 0) throw new Error(warnings.join("\n"));
	return project;
}

function bytesIn(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce(
			(sum, { parentPath, name }) =>
				sum + statSync(join(parentPath, name)).size,
			0,
		);
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

/** publint and "are the types wrong" on the tarball. The package has no CommonJS form: Node 20.20 can require it all the same. */
function runCheckers() {
	const folder = join(work, "checkers");
	mkdirSync(folder);
	run(folder, "npm", "install", "--prefix", folder, ...checkers);
	const bin = (name) => join(folder, "node_modules", ".bin", name);
	run(folder, bin("publint"), "run", tarball, "--strict");
	run(folder, bin("attw"), tarball, "--profile", "esm-only");
	console.log(`${checkers.join(", ")}: no problem`);
	rmSync(folder, { recursive: true });
}

/** Prints the largest folders of an installation. */
function measure(project) {
	const modules = join(project, "node_modules");
	const own = join(modules, "temper-lm");
	const sizes = (folder) =>
		readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => ({ name, bytes: bytesIn(join(folder, name)) }))
			.sort((a, b) => b.bytes - a.bytes);
	const text = (list) =>
		list
			.map(({ name, bytes }) => `${name} ${(bytes / 1e6).toFixed(1)}`)
			.join(", ");
	console.log(`node_modules, MB: ${text(sizes(modules).slice(0, 12))}`);
	console.log(`temper-lm, MB: ${text(sizes(own))}`);
}

run(root, "npm", "pack", "--pack-destination", work);
const tarball = join(
	work,
	readdirSync(work).find((name) => name.endsWith(".tgz")),
);
console.log(`package: ${megabytes(statSync(tarball).size)} packed`);
runCheckers();
for (const [os, cpu] of platforms) {
	const project = install(`${os}-${cpu}`, `--os=${os}`, `--cpu=${cpu}`);
	const binding = join(
		project,
		carried,
		"bin",
		"napi-v6",
		os,
		cpu,
		"onnxruntime_binding.node",
	);
	if (!existsSync(binding)) throw new Error(`no binding for ${os} ${cpu}`);
	console.log(
		`${os} ${cpu}: installed without a warning, ${megabytes(bytesIn(join(project, "node_modules")))}`,
	);
	rmSync(project, { recursive: true });
}

const project = install("here");
measure(project);
console.log(`names by subpath: ${JSON.stringify(checkSubpaths(project))}`);
const { count, broken } = checkLinks(
	join(project, "node_modules", "temper-lm"),
);
if (broken.length > 0) throw new Error(`broken links:\n${broken.join("\n")}`);
console.log(`README and docs: ${count} relative links, all inside the package`);
copyFileSync(join(root, "examples", "rows.jsonl"), join(project, "rows.jsonl"));
const toy = join("node_modules", "temper-lm", "models", "toy");
const bin = process.platform === "win32" ? "npx.cmd" : "npx";
const version = run(
	project,
	bin,
	"--no-install",
	"temper-lm",
	"--version",
).stdout.trim();
console.log(`npx temper-lm --version: ${version}`);
run(
	project,
	...[bin, "--no-install", "temper-lm", "train", "--preset", "sft"],
	...["--model", toy, "--data", "rows.jsonl", "--out", "by-command"],
	...["--set", "length.count=2", "--set", "data.general=null"],
);
writeFileSync(
	join(project, "recipe.yaml"),
	`extends: sft\nmodel: ${toy}\ndata: { train: rows.jsonl, general: null }\nlength: { count: 2 }\n`,
);
copyFileSync(
	join(root, "examples", "run-recipe.ts"),
	join(project, "program.mjs"),
);
run(project, process.execPath, "program.mjs");
console.log("command and program: trained");
rmSync(work, { recursive: true });
