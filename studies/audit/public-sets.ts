import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const version = "0.9.5";

/** Where the package is kept, outside the repository. */
const cache = join(homedir(), ".cache", "temper", "studies", "audit");

/**
 * Example sets that the source distribution of the PyPI package llamafactory carries (Apache-2.0): preference pairs, answers
 * with a verdict, and demonstrations. Fetched once with pip.
 */
export function publicSets(): Readonly<
	Record<"pairs" | "verdicts" | "demonstrations", string>
> {
	const name = `llamafactory-${version}`;
	const data = join(cache, name, "data");
	if (!existsSync(data)) {
		mkdirSync(cache, { recursive: true });
		const pip = [
			"-m",
			"pip",
			"download",
			"--quiet",
			"--no-deps",
			"--no-binary",
			":all:",
		];
		const to = ["--disable-pip-version-check", "--dest", cache];
		execFileSync("python3", [...pip, ...to, `llamafactory==${version}`]);
		execFileSync("tar", ["-xzf", join(cache, `${name}.tar.gz`), "-C", cache]);
	}
	return {
		pairs: join(data, "dpo_en_demo.json"),
		verdicts: join(data, "kto_en_demo.json"),
		demonstrations: join(data, "alpaca_en_demo.json"),
	};
}
