import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a fake Python says when it is asked for its facts. */
export const goodFacts = {
	release: [3, 12, 1],
	versions: {
		...{ torch: "2.15.0", transformers: "5.23.0", peft: "0.21.2" },
		...{ safetensors: "0.8.0", numpy: "2.4.6" },
		...{ bitsandbytes: "0.50.2", torchao: "0.18.0" },
	},
	machine: {
		value: {
			...{ cuda: "13.2", cards: [], nccl: true },
			bfloat16: { value: 2.5, error: null },
			nf4: { value: 0.1, error: null },
			int8: { value: 0.01, error: null },
		},
		error: null,
	},
};

/** How a fake Python behaves. Each text is lines of a shell script. */
export interface FakePython {
	/** Default `3 12 1 True`: the version, and whether venv and ensurepip are there. */
	readonly says?: string;
	readonly facts?: unknown;
	readonly venv?: string;
	readonly pip?: string;
}

/** A shell script that behaves as Python does where setup and check use it, and makes copies of itself as environments. */
export function fakePython({
	says = "3 12 1 True",
	facts = goodFacts,
	venv = ":",
	pip = ":",
}: FakePython = {}): string {
	return `#!/bin/sh
case "$1 $2" in
"-c "*) echo '${says}' ;;
"-m venv") ${venv}
	mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip") ${pip} ;;
"-m temper_torch.machine") echo '${JSON.stringify(facts)}' ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac
`;
}

/** A uv that makes environments with a fake Python in them. */
export function fakeUv(python: string, install = ":"): string {
	return `#!/bin/sh
case "$1" in
venv) for last; do :; done
	mkdir -p "$last/bin"
	cat > "$last/bin/python" <<'END'
${python}END
	chmod 755 "$last/bin/python" ;;
pip) ${install} ;;
esac
`;
}

/** A folder with a PATH of fake programs, and one for caches. The programs of the system's /bin stay. */
export function fakeWorld(programs: Readonly<Record<string, string>>) {
	const root = mkdtempSync(join(tmpdir(), "temper-torch-"));
	const bin = join(root, "bin");
	mkdirSync(bin);
	for (const [name, text] of Object.entries(programs)) {
		writeFileSync(join(bin, name), text);
		chmodSync(join(bin, name), 0o755);
	}
	// A PATH without a real Python: only what the scripts themselves call.
	const tools = join(root, "tools");
	mkdirSync(tools);
	for (const name of ["mkdir", "cp", "cat", "chmod", "sleep", "touch"]) {
		writeFileSync(join(tools, name), `#!/bin/sh\nexec /bin/${name} "$@"\n`);
		chmodSync(join(tools, name), 0o755);
	}
	const env = { PATH: `${bin}:${tools}`, XDG_CACHE_HOME: join(root, "cache") };
	return { root, env };
}
