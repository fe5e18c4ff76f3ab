import { TemperError } from "../../core/error.ts";
import { findProgram, type Variables } from "../../engine/torch/environment.ts";
import { pythonVersions } from "../../engine/torch/inspect-python.ts";
import { runTool } from "./run-tool.ts";

const { from, below } = pythonVersions;

/** `Python 3.11 to 3.15`. */
export const requirePythonWords = `Python ${from.join(".")} to ${below[0]}.${below[1] - 1}`;

/** A Python from which an environment could be made. */
export interface BasePython {
	readonly path: string;
	readonly version: string;
}

/** Names by which systems know Python, those that say their version last. */
const names = [
	...["python3", "python"],
	...Array.from(
		{ length: below[1] - from[1] },
		(_, i) => `python${below[0]}.${below[1] - 1 - i}`,
	),
];

const question =
	"import sys, importlib.util as u; print(*sys.version_info[:3], all(u.find_spec(m) for m in ('venv', 'ensurepip')))";

interface Answer {
	readonly version: readonly number[];
	/** Whether it can make environments with pip. */
	readonly venv: boolean;
}

/** What a program says of itself as a Python; null for one that is none. */
export async function askPython(
	path: string,
	env: Variables,
	signal: AbortSignal,
): Promise<Answer | null> {
	const { output } = await runTool([path, "-c", question], { env, signal });
	const match = /^(\d+) (\d+) (\d+) (True|False)$/m.exec(output);
	if (match === null) return null;
	const [, ...words] = match;
	return {
		version: words.slice(0, 3).map(Number),
		venv: words[3] === "True",
	};
}

export function suits(version: readonly number[]): boolean {
	const [major = 0, minor = 0] = version;
	return major === from[0] && minor >= from[1] && minor < below[1];
}

/**
 * The Python from which venv makes an environment: the named one, or the first on PATH that is new enough and has venv.
 * Throws `recipe` for a named one that does not fit and `device` if there is none.
 */
export async function basePython(
	named: string | undefined,
	env: Variables,
	signal: AbortSignal,
): Promise<BasePython> {
	const seen: string[] = [];
	let lacksVenv: BasePython | null = null;
	for (const name of named === undefined ? names : [named]) {
		const path = findProgram(name, env);
		const answer = path && (await askPython(path, env, signal));
		if (!path || !answer) continue;
		const found = { path, version: answer.version.join(".") };
		if (!suits(answer.version)) seen.push(`${path} (${found.version})`);
		else if (answer.venv) return found;
		else lacksVenv ??= found;
	}
	if (lacksVenv !== null) throw withoutVenv(lacksVenv);
	const found = seen.length > 0 ? seen.join(", ") : null;
	if (named !== undefined)
		throw new TemperError("recipe", {
			where: `--python ${named}`,
			expected: requirePythonWords,
			found: found ?? "no program that answers as Python does",
		});
	throw new TemperError("device", {
		where: "temper-lm torch setup",
		expected: `uv or ${requirePythonWords} on PATH`,
		found: found ?? "neither",
		hint: "Install uv (docs.astral.sh/uv), which brings a Python, or a newer Python; --python names one that is not on PATH.",
	});
}

function withoutVenv({ path, version }: BasePython): TemperError {
	const minor = version.split(".").slice(0, 2).join(".");
	return new TemperError("device", {
		where: "temper-lm torch setup",
		expected: "a Python with the modules venv and ensurepip",
		found: `${path} (${version}) without them`,
		hint: `Install them (on Debian and Ubuntu: \`apt install python${minor}-venv\`), or install uv, which does not need them.`,
	});
}
