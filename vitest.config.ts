import { defineConfig } from "vitest/config";

const conditions = ["source", "node", "import", "default"];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

const temporary = "test/temporary-folder.ts";

const torch = {
	include: ["test/torch/**/*.test.ts"],
	globalSetup: [temporary, "test/torch/find-python.ts"],
	testTimeout: 300_000,
	hookTimeout: 300_000,
	fileParallelism: false,
};

export default defineConfig({
	test: {
		projects: [
			{
				...shared,
				test: {
					name: "unit",
					globalSetup: temporary,
					include: ["src/**/*.test.ts", "peers/**/*.test.ts"],
					testTimeout: 30_000,
				},
			},
			{
				...shared,
				test: {
					name: "whole",
					globalSetup: temporary,
					include: ["test/**/*.test.ts"],
					exclude: ["test/torch/**", "test/cluster/**"],
					testTimeout: 300_000,
					fileParallelism: false,
				},
			},
			{
				...shared,
				test: {
					name: "cluster",
					globalSetup: temporary,
					include: ["test/cluster/**/*.test.ts"],
					testTimeout: 900_000,
					hookTimeout: 300_000,
					fileParallelism: false,
				},
			},
			{
				...shared,
				test: { ...torch, name: "torch", exclude: ["test/torch/kills/**"] },
			},
			{
				...shared,
				test: {
					...torch,
					name: "torch-kills",
					include: ["test/torch/kills/**/*.test.ts"],
				},
			},
		],
	},
});
