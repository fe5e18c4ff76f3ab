// Compares the package with what PyTorch, transformers and PEFT computed: npm run conformance -- FOLDER [--device webgpu]
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { onnxEngine } from "../../src/engine/onnx/graph-engine.ts";
import { devices } from "../../src/runtime/device.ts";
import { checkDevice } from "../../src/runtime/devices.ts";
import { openGraphics } from "../../src/runtime/testing/open-graphics.ts";
import { checkCase, type OpenModel } from "./check-case.ts";
import { failed, isMismatch, type Line, reasonOf, showLine } from "./line.ts";
import { findCases, readCase, recordedNames } from "./recorded-case.ts";
import { openModel } from "./temper-model.ts";

/** The lines of a case, and the width of the longest name in them. */
async function* linesOf(
	folder: string,
	openModel: OpenModel,
): AsyncGenerator<readonly [Line, number]> {
	let width = 0;
	try {
		const recorded = await readCase(folder);
		width = Math.max(...recordedNames(recorded).map((name) => name.length), 0);
		for await (const line of checkCase(recorded, openModel))
			yield [line, width];
	} catch (error) {
		yield [failed("case", reasonOf(error)), width];
	}
}

/** Prints the lines of all cases and returns the exit status: 1 where anything differs. */
async function compareAll(
	folder: string,
	openModel: OpenModel,
): Promise<number> {
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
		for await (const [line, quantity] of linesOf(path, openModel)) {
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

function readArguments() {
	const { values, positionals } = parseArgs({
		options: { device: { type: "string", default: "cpu" } },
		allowPositionals: true,
		strict: false,
	});
	const device = devices.find((name) => name === values.device);
	const [folder] = positionals;
	return folder !== undefined && device ? { folder, device } : null;
}

/** Returns the exit status. */
async function main(): Promise<number> {
	const given = readArguments();
	if (given === null) {
		console.error(
			`usage: npm run conformance -- FOLDER [--device ${devices.join("|")}]`,
		);
		return 2;
	}
	const { folder, device } = given;
	try {
		if (device === "webgpu") await openGraphics();
		else checkDevice(device);
	} catch (error) {
		console.error(reasonOf(error));
		return 2;
	}
	const engine = onnxEngine({ device, threads: null });
	return compareAll(folder, (path, adapter) =>
		openModel(path, adapter, engine),
	);
}

process.exitCode = await main();
