import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { smollm2Gguf } from "./fetch-smollm2.ts";
import { peerProgram, peersDir, runProgram, venvPython } from "./python.ts";

/** llama_library.py declares the structures of this release, llama.cpp 0.4.0. */
const version = "3.21.1";

const root = path.join(peersDir, "llama.cpp", version);

/** The build of llama.cpp that node-llama-cpp ships for this machine. */
function buildName(): string {
	const { platform, arch } = process;
	if (platform === "darwin")
		return arch === "arm64" ? "mac-arm64-metal" : "mac-x64";
	return `${platform === "win32" ? "win" : "linux"}-${arch}`;
}

/** The folder of llama.cpp's shared libraries: they choose the products for the processor when they are loaded. */
export const llamaFolder = path.join(
	...[
		root,
		"node_modules",
		"@node-llama-cpp",
		buildName(),
		"bins",
		buildName(),
	],
);

/** SmolLM2-135M-Instruct in 8 bits. */
export const smollm2Q8 = smollm2Gguf.replace(".Q4_1.", ".Q8_0.");

/** Installs llama.cpp's libraries from npm, without Node's bindings. */
export function setupLlama(): void {
	if (existsSync(llamaFolder)) return;
	mkdirSync(root, { recursive: true });
	console.log(`llama.cpp: installing into ${root}`);
	const npm = process.platform === "win32" ? "npm.cmd" : "npm";
	runProgram(npm, [
		...["install", "--prefix", root, "--no-save", "--ignore-scripts"],
		...["--silent", `@node-llama-cpp/${buildName()}@${version}`],
	]);
}

/** Converts the GGUF file of SmolLM2 into 8 bits, from the same weights as the float32 folder. */
export function quantizeSmollm2(): void {
	if (existsSync(smollm2Q8)) return;
	const program = peerProgram("llama_quantize.py");
	runProgram(venvPython, [program, llamaFolder, smollm2Gguf, smollm2Q8]);
}
