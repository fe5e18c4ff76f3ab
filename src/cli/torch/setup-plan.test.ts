import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { planSetup, requireSpace } from "./setup-plan.ts";
import { fakePython, fakeUv, fakeWorld } from "./testing/fake-programs.ts";

const { signal } = new AbortController();

test.skipIf(process.platform === "win32")(
	"space is needed for the environment, and with pip for the downloads too",
	async () => {
		const python3 = fakePython();
		const pip = fakeWorld({ python3 });
		const uv = fakeWorld({ uv: fakeUv(python3) });
		const plan = async ({ env }: typeof pip, free: number) => ({
			...(await planSetup({
				...{ python: undefined, env, signal, platform: "linux" },
			})),
			free,
		});
		requireSpace(await plan(uv, 6e9));
		const little = await plan(pip, 6e9);
		expect(() => requireSpace(little)).toThrow(
			/expected 9\.0 GB of free space, found 6\.0 GB\. Set XDG_CACHE_HOME/,
		);
		requireSpace(await plan(pip, 10e9));
		const full = await plan(uv, 1e9);
		expect(() => requireSpace(full)).toThrow(/found 1\.0 GB/);
		for (const { root } of [pip, uv]) rmSync(root, { recursive: true });
	},
);
