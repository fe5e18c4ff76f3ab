// Installs what is missing, builds what the tests run, tests, and ends with one line: `N passed, N failed`. Without
// `--project=NAME` it runs all tests that need Node alone.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { ensureInstalled, npx } from "./setup.mjs";

/** Failed tests, and files that failed before or beside their tests. */
function countFailures({ numFailedTests, testResults }) {
	const broken = testResults.filter(
		({ status, assertionResults }) =>
			status === "failed" &&
			!assertionResults.some((result) => result.status === "failed"),
	);
	return numFailedTests + broken.length;
}

function readReport(path) {
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch {
		return { numPassedTests: 0, numFailedTests: 1, testResults: [] };
	}
}

const args = process.argv.slice(2);
const projects = args.some((arg) => arg.startsWith("--project"))
	? []
	: ["--project=unit", "--project=whole"];
process.chdir(join(import.meta.dirname, ".."));
ensureInstalled();
if (build() !== 0) {
	console.log("0 passed, 1 failed");
	process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "temper-test-"));
const path = join(folder, "report.json");
const { status } = npx(
	"vitest",
	"run",
	"--reporter=default",
	"--reporter=json",
	`--outputFile.json=${path}`,
	...projects,
	...args,
);
const report = readReport(path);
rmSync(folder, { recursive: true });
const failed = countFailures(report);
const ok = status === 0 && failed === 0;
console.log(
	`${report.numPassedTests} passed, ${ok ? 0 : Math.max(1, failed)} failed`,
);
process.exit(ok ? 0 : 1);
