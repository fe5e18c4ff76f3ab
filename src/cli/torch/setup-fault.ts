import { TemperError } from "../../core/error.ts";
import { lastWords } from "../../engine/torch/fault.ts";
import { requirePythonWords } from "./base-python.ts";
import type { ToolEnd } from "./run-tool.ts";

interface Fault {
	readonly code: "device" | "disk";
	/** What the tools write of it. */
	readonly signs: RegExp;
	readonly expected: string;
	readonly found: string;
	readonly hint: string;
}

const again = "Nothing is left behind; run the command again";

/** What can go wrong while an environment is made, by the words of uv, pip and venv. The first that fits counts. */
const faults: readonly Fault[] = [
	{
		code: "disk",
		signs: /no space left on device|os error 28\b|errno 28\b|not enough space/i,
		expected: "enough space for the environment",
		found: "a full disk",
		hint: `${again} when there is space, or set XDG_CACHE_HOME to a folder on a larger disk.`,
	},
	{
		code: "disk",
		signs: /disk quota exceeded|os error 122\b|errno 122\b/i,
		expected: "enough space for the environment",
		found: "a used-up disk quota",
		hint: "Nothing is left behind. Set XDG_CACHE_HOME to a folder with a larger quota.",
	},
	{
		code: "device",
		signs: /ensurepip is not available|no module named '?(venv|ensurepip)/i,
		expected: "a Python with the module venv",
		found: "a Python without it",
		hint: "Install it (on Debian and Ubuntu: `apt install python3-venv`), or install uv, which does not need it.",
	},
	{
		code: "device",
		signs: /do not match the hashes|hash mismatch|hashes? .*did not match/i,
		expected: "packages with the locked hashes",
		found: "a package with another hash",
		hint: "The package index or a proxy delivers other files than those that Temper was tested with. Nothing was installed.",
	},
	{
		code: "device",
		signs:
			/dns error|name or service not known|name resolution|nodename nor servname|getaddrinfo|connection refused|network is unreachable|no route to host|failed to establish a new connection|could not connect|error sending request|failed to fetch|read timed out|timed out|connection (was )?(reset|aborted)|proxy|network connectivity is disabled|incompleteread|connection broken/i,
		expected: "a package index that answers",
		found: "no connection, or one that broke",
		hint: `${again} when the network is there. The tool's own cache keeps what it has downloaded. For another index set UV_INDEX_URL or PIP_INDEX_URL.`,
	},
	{
		code: "device",
		signs:
			/no matching distribution|no wheels? with a matching|no usable wheels|is not a supported wheel/i,
		expected: "a platform for which all packages exist",
		found: `${process.platform} ${process.arch}, for which one is missing`,
		hint: "They exist for Linux (x64, arm64), macOS 14 or later on Apple silicon, and Windows x64. Name an environment of your own with TEMPER_PYTHON.",
	},
	{
		code: "device",
		signs:
			/no interpreter found|no python (installation|interpreter)? ?(found|at)|could not find a python/i,
		expected: requirePythonWords,
		found: "none",
		hint: "Install one, or name it: --python /path/to/python3.",
	},
];

/** One sentence for a program that failed during `step`. */
export function setupFault(
	step: string,
	{ status, output }: ToolEnd,
): TemperError {
	const where = `temper-lm torch setup, ${step}`;
	const fault = faults.find(({ signs }) => signs.test(output));
	const words = lastWords(output);
	if (fault === undefined)
		return new TemperError("device", {
			where,
			expected: "exit status 0",
			found: `${status === null ? "a program that did not end by itself" : `status ${status}`}${words === null ? "" : `: ${words}`}`,
			hint: "Nothing is left behind. You can make an environment yourself from the list that --dry-run names, and set TEMPER_PYTHON.",
		});
	const { code, expected, found, hint } = fault;
	return new TemperError(code, {
		...{ where, expected, hint },
		found: words === null ? found : `${found} (${words})`,
	});
}
