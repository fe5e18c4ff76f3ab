import { defineConfig } from "vitest/config";

const conditions = ["source", "node", "import", "default"];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
	test: {
		projects: [
			{
				...shared,
				test: {
					name: "unit",
					include: ["src/**/*.test.ts", "peers/**/*.test.ts"],
					testTimeout: 30_000,
				},
			},
			{
				...shared,
				test: {
					name: "whole",
					include: ["test/**/*.test.ts"],
					testTimeout: 300_000,
					fileParallelism: false,
				},
			},
		],
	},
});
