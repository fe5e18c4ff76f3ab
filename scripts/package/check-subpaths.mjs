// Compiles and runs a program that imports every subpath, in a project that has installed the package.
//   node scripts/package/check-subpaths.mjs PROJECT
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const modules = join(import.meta.dirname, "..", "..", "node_modules");

function run(cwd, ...args) {
	const { status, stdout, stderr } = spawnSync(process.execPath, args, {
		cwd,
		encoding: "utf8",
	});
	if (status !== 0) throw new Error(`${args.join(" ")}\n${stdout}${stderr}`);
	return stdout;
}

/**
 * How many names each subpath exports at run time. The compiler is this repository's, and checks the declarations of
 * dependencies too. Throws what it prints.
 */
export function checkSubpaths(project) {
	const installed = join(project, "node_modules", "temper-lm", "package.json");
	const { name, exports } = JSON.parse(readFileSync(installed, "utf8"));
	const subpaths = Object.keys(exports).filter((key) => !key.endsWith(".json"));
	const imports = subpaths.map(
		(key, at) => `import * as part${at} from "${name}${key.slice(1)}";`,
	);
	const uses = subpaths.map((_, at) => `part${at}`).join(", ");
	const print = `console.log(JSON.stringify([${uses}].map((part) => Object.keys(part).length)));`;
	writeFileSync(
		join(project, "subpaths.ts"),
		`${imports.join("\n")}\n${print}\n`,
	);
	run(
		project,
		join(modules, "typescript", "bin", "tsc"),
		...["--module", "nodenext", "--target", "es2023", "--strict"],
		...["--types", "node", "--typeRoots", join(modules, "@types")],
		...["--skipLibCheck", "false", "subpaths.ts"],
	);
	const counts = JSON.parse(run(project, "subpaths.js"));
	return Object.fromEntries(subpaths.map((key, at) => [key, counts[at]]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
	console.log(JSON.stringify(checkSubpaths(process.argv[2])));
