import { spawn } from "node:child_process";

/** The command in a process of its own, so that no run inherits another's memory; it ends with this one. */
export function temper(args: readonly string[]): Promise<void> {
	const options = ["--conditions=source", "--import", "tsx"];
	const child = spawn(
		process.execPath,
		[...options, "src/cli/main.ts", ...args],
		{ stdio: ["ignore", "ignore", "inherit"] },
	);
	const stop = () => child.kill();
	process.once("exit", stop);
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (status) => {
			process.off("exit", stop);
			if (status === 0) resolve();
			else reject(new Error(`temper ${args.join(" ")} ended with ${status}`));
		});
	});
}
